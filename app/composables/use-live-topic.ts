import type { Said } from '#shared/contracts/socket'
import { followTopic, type LiveTopicParts } from './live-topic'
import { socketAddress } from './socket-address'

const POLL_MS = 30_000
const OPENS_WITHIN_MS = 1000

/**
 * Follows a topic as long as the page is there. It begins once the page has nothing else to do, and rests while the browser keeps
 * the page for coming back.
 */
export function useLiveTopic(
  topic: () => string,
  key: () => string | undefined,
  /** `rev` is up to which change there is something, where that is known; `said` what it is, where that was told. */
  changed: (rev?: number, said?: Said) => unknown,
  { pollMs = POLL_MS, asksFirst, heard }: Partial<Pick<LiveTopicParts, 'pollMs' | 'asksFirst' | 'heard'>> = {},
) {
  const session = useSessionStore()
  const live = ref(false)
  let stopped = false

  const following = followTopic({
    dial: () => new WebSocket(socketAddress({ topic: topic(), key: key() })),
    topic,
    key,
    changed,
    heard,
    becameLive: (is) => (live.value = is),
    signedOut: () => session.lookAgain().catch(() => true),
    asksFirst,
    pollMs,
    isSeen: () => document.visibilityState === 'visible',
  })
  function comeBack({ persisted }: PageTransitionEvent) {
    if (!persisted) return
    following.open()
    void changed()
  }

  onMounted(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => stopped || following.open(), { timeout: OPENS_WITHIN_MS })
    else following.open()
    following.poll()
    addEventListener('pagehide', following.rest)
    addEventListener('pageshow', comeBack)
  })
  onBeforeUnmount(() => {
    stopped = true
    following.stop()
    removeEventListener('pagehide', following.rest)
    removeEventListener('pageshow', comeBack)
  })

  return { live, say: following.say }
}
