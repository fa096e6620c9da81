/** Why the server closed a socket: the session ended (do not come back), or a rule of the socket was broken. */
export const SOCKET_CLOSE = { goingAway: 1001, tooFast: 1008, tooSlow: 1013, signedOut: 4401 } as const
