import { defineWebSocketHandler } from 'h3'
import { currentSockets } from '#server/http/installed-sockets'

/** The one socket endpoint; see `server/http/sockets.ts`. */
export default defineWebSocketHandler({
  upgrade: (request) => currentSockets().upgrade(request as unknown as Parameters<ReturnType<typeof currentSockets>['upgrade']>[0]),
  open: (peer) => currentSockets().open(peer),
  message: (peer, message) => currentSockets().message(peer, message.text()),
  close: (peer) => currentSockets().close(peer),
})
