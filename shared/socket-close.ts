/**
 * Why the server closed a socket: it restarts (come back at once), a rule of the socket was broken, the session ended, or something
 * that was watched may not be watched any longer (do not come back for it).
 */
export const SOCKET_CLOSE = { restarting: 1012, tooFast: 1008, tooSlow: 1013, signedOut: 4401, noLonger: 4403 } as const
