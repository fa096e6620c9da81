import type { SocketAnswer, SocketRequest } from '#shared/contracts/socket'
import { SOCKET_CLOSE } from '#shared/socket-close'

const POLL_MS = 30_000
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000

/**
 * Calls `changed` when what a topic stands for has changed. While the socket is away it asks by the clock instead, and
 * once more when the socket is back, since something may have happened in between. It opens once the page has nothing else
 * to do, and rests while the browser keeps the page for coming back.
 */
export function useLiveTopic(topic: () => string, key: () => string | undefined, changed: () => unknown) {
  const session = useSessionStore()
  const live = ref(false)
  let socket: WebSocket | undefined
  let retry = FIRST_RETRY_MS
  let stopped = false
  let kept = false
  let timers: ReturnType<typeof setTimeout>[] = []

  function connect() {
    const address = new URL('/ws', location.href)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    address.searchParams.set('topic', topic())
    if (key()) address.searchParams.set('key', key()!)
    socket = new WebSocket(address)

    socket.onopen = () => socket?.send(JSON.stringify({ type: 'subscribe', topic: topic(), key: key() } satisfies SocketRequest))
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(String(data)) as SocketAnswer
      if (answer.type === 'subscribed') {
        if (retry > FIRST_RETRY_MS) void changed()
        retry = FIRST_RETRY_MS
        live.value = true
      }
      if (answer.type === 'changed' && answer.topic === topic()) void changed()
    }
    socket.onclose = ({ code }) => {
      live.value = false
      if (stopped || kept) return
      if (code === SOCKET_CLOSE.signedOut) return void session.lookAgain().catch(() => {})
      timers.push(setTimeout(connect, retry * (0.75 + Math.random() / 2)))
      retry = Math.min(retry * 2, LAST_RETRY_MS)
    }
  }

  const rest = () => {
    kept = true
    socket?.close()
  }
  function comeBack({ persisted }: PageTransitionEvent) {
    if (!persisted) return
    kept = false
    connect()
    void changed()
  }

  onMounted(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => stopped || connect(), { timeout: FIRST_RETRY_MS })
    else connect()
    addEventListener('pagehide', rest)
    addEventListener('pageshow', comeBack)
    timers.push(setInterval(() => !live.value && document.visibilityState === 'visible' && void changed(), POLL_MS))
  })
  onBeforeUnmount(() => {
    stopped = true
    removeEventListener('pagehide', rest)
    removeEventListener('pageshow', comeBack)
    timers.forEach(clearTimeout)
    timers = []
    socket?.close()
  })

  return live
}
