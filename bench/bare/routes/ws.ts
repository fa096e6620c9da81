import { defineWebSocketHandler } from 'h3'

/** Says back what is said, and to all what begins with `all`. */
export default defineWebSocketHandler({
  open: (peer) => peer.subscribe('all'),
  message(peer, message) {
    const text = message.text()
    peer.send(text)
    if (text.startsWith('all')) peer.publish('all', text)
  },
})
