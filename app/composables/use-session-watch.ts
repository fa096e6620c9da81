import { SOCKET_CLOSE } from '#shared/socket-close'

const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000

/** Keeps a socket open on private pages, by whose end the browser learns that it was signed out somewhere else. */
export function useSessionWatch() {
  const session = useSessionStore()
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let retry = FIRST_RETRY_MS
  let stopped = false

  function connect() {
    const address = new URL('/ws', location.href)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    let wasOpen = false
    socket = new WebSocket(address)
    socket.onopen = () => {
      wasOpen = true
      retry = FIRST_RETRY_MS
    }
    socket.onclose = async ({ code }) => {
      if (stopped) return
      // A socket that never opened may have been refused for want of a session, which a browser does not tell.
      const mayHaveEnded = code === SOCKET_CLOSE.signedOut || !wasOpen
      if (mayHaveEnded && !(await session.lookAgain().catch(() => true))) return
      if (stopped) return
      timer = setTimeout(connect, retry * (0.75 + Math.random() / 2))
      retry = Math.min(retry * 2, LAST_RETRY_MS)
    }
  }

  onMounted(() => {
    if (session.user) connect()
  })
  onBeforeUnmount(() => {
    stopped = true
    clearTimeout(timer)
    socket?.close()
  })
}
