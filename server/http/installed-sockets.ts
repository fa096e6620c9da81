import type { NitroApp } from 'nitropack/types'
import { MAX_FRAME_BYTES, SOCKET_PATH, type Sockets } from './sockets'

let installed: Sockets | null = null

export function currentSockets(): Sockets {
  if (!installed) throw new Error('the sockets are not installed yet')
  return installed
}

/** Gives the route its sockets, bounds the frames, and refuses sockets on every other address. */
export function installSockets(nitroApp: NitroApp, sockets: Sockets): void {
  installed = sockets
  Object.assign(nitroApp.h3App.websocket, {
    serverOptions: { maxPayload: MAX_FRAME_BYTES },
    hooks: {
      upgrade(request: { url: string }) {
        if (new URL(request.url).pathname !== SOCKET_PATH) throw new Response(null, { status: 404, headers: { connection: 'close' } })
      },
    },
  })
}
