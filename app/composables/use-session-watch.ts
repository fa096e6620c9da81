import { SOCKET_CLOSE } from '#shared/socket-close'
import { keepSocket } from './kept-socket'
import { socketAddress } from './socket-address'
import { useMessageNotices } from './use-message-notices'

/**
 * Keeps a socket open on private pages, by whose end the browser learns that it was signed out somewhere else, and which
 * says when there is news. Each time it begins to listen it asks for what came before: after the page was rendered, or while it was away.
 */
export function useSessionWatch() {
  const session = useSessionStore()
  const topic = () => `person:${session.user?.id}`

  const socket = keepSocket({
    dial: () => new WebSocket(socketAddress()),
    opened(send) {
      if (session.user) send({ type: 'subscribe', topic: topic() })
    },
    heard(answer) {
      if (answer.type === 'subscribed' || (answer.type === 'changed' && answer.topic === topic())) void session.load()
    },
    closed(code, wasOpen) {
      // A socket that never opened may have been refused for want of a session, which a browser does not tell.
      const mayHaveEnded = code === SOCKET_CLOSE.signedOut || !wasOpen
      return !mayHaveEnded || session.lookAgain().catch(() => true)
    },
  })

  useMessageNotices()
  onMounted(() => {
    if (session.user) socket.open()
  })
  onBeforeUnmount(socket.stop)
}
