import type { ConversationSide, ConversationView, MessagePage, MessagesAround, MessageView } from '#shared/contracts/chat'
import { createConversationLine, type MessagePlace, type Outgoing } from './conversation-line'
import type { MessageLog } from './message-log'
import { refusalOf } from './refusal-of'
import { createTypingNotice } from './typing-notice'

const POLL_MS = 5000
/** What was not answered for so long is asked again. */
const timeout = 15_000

/**
 * A conversation that stays as it is on the server: told by the socket, else asked every few seconds. `side` is one's own, `accessKey` is that of a
 * guest's link.
 */
export function useConversation(url: string, conversationId: string, side: ConversationSide, accessKey?: string) {
  const asGuest = { key: accessKey }
  const session = useSessionStore()
  const refusal = useRefusal()

  const conversation = shallowRef<ConversationView>()
  const log = shallowRef<MessageLog>()
  const outgoing = shallowRef<readonly Outgoing[]>([])
  const problem = shallowRef<unknown>()
  /** Whether the end of the newest messages is looked at; said by who shows them. */
  const isAtEnd = ref(true)

  const askAround = (place: MessagePlace) => $fetch<MessagesAround>(`${url}/messages/around`, { query: { ...place, ...asGuest }, timeout })
  const line = createConversationLine({
    userId: session.user?.id ?? '',
    conversationId,
    ask: (query) => $fetch<MessagePage>(`${url}/messages`, { query: { ...query, ...asGuest }, timeout }),
    askAround,
    post: (body) => $fetch<MessageView>(`${url}/messages`, { method: 'POST', query: asGuest, body, timeout }),
    changed(known, unseen) {
      endTyping(known)
      log.value = known
      outgoing.value = unseen
      void markRead()
    },
    isAtEnd: () => isAtEnd.value,
    lost: (error) => (problem.value = error),
    refused(error) {
      if (refusalOf(error)?.code === 'chat.blocked') void look().catch(() => {})
      return refusal(error)
    },
  })

  async function load() {
    problem.value = undefined
    try {
      const [found] = await Promise.all([$fetch<ConversationView>(url, { query: asGuest, timeout }), line.load()])
      conversation.value = found
      void markRead()
    } catch (error) {
      problem.value = error
    }
  }
  /** What is known of the conversation besides its messages. */
  async function look() {
    conversation.value = await $fetch<ConversationView>(url, { query: asGuest, timeout })
  }
  const { pending: loadingOlder, failed: olderFailed, run: loadOlder } = useAction(line.loadOlder)
  const { pending: loadingNewer, failed: newerFailed, run: loadNewer } = useAction(line.loadNewer)
  /** When the conversation began; null where nothing was said yet. */
  async function beginning(): Promise<string | null> {
    const known = log.value && !log.value.hasOlder ? log.value.messages : []
    if (known[0]) return known[0].createdAt
    const { items } = await askAround({ seq: 1 })
    return items[0]?.createdAt ?? null
  }

  let readSeq = 0
  /** What is looked at is read; a tab in the background reads nothing, nor does who looks further back. */
  async function markRead() {
    const last = log.value?.messages.at(-1)
    if (!last || log.value?.past || !conversation.value || document.visibilityState !== 'visible') return
    if (last.seq <= Math.max(readSeq, conversation.value.lastReadSeq)) return
    readSeq = last.seq
    await $fetch(`${url}/read`, { method: 'POST', query: asGuest, body: { seq: last.seq } }).catch(() => (readSeq = 0))
  }

  const edit = async (seq: number, body: string) =>
    line.take(await $fetch<MessageView>(`${url}/messages/${seq}`, { method: 'PATCH', query: asGuest, body: { body } }))
  const remove = async (seq: number) => line.take(await $fetch<MessageView>(`${url}/messages/${seq}`, { method: 'DELETE', query: asGuest }))

  const topic = `conversation:${conversationId}`
  const { say } = useLiveTopic(
    () => topic,
    () => accessKey,
    (rev, said) => (said ? line.hear(said) : line.catchUp(rev)),
    { pollMs: POLL_MS, heard: (answer) => answer.type === 'typing' && typing.heard(answer) },
  )
  const typingNames = shallowRef<readonly string[]>([])
  const typing = createTypingNotice({
    say: () => say({ type: 'typing', topic, side, key: accessKey }),
    changed: (names) => (typingNames.value = names),
  })
  let toldSeq = Infinity
  /** Who has said something does not write it any more. */
  function endTyping(known: MessageLog | undefined) {
    for (const { seq, side: of, senderName } of known?.messages ?? [])
      if (seq > toldSeq && of && senderName !== null) typing.end({ side: of, name: senderName })
    toldSeq = known?.messages.at(-1)?.seq ?? toldSeq
  }
  /** Back at this tab, or online again. */
  function comeBack() {
    if (document.visibilityState !== 'visible') return
    line.hurry()
    void markRead()
  }
  onMounted(() => {
    line.resume()
    void load()
    document.addEventListener('visibilitychange', comeBack)
    addEventListener('online', comeBack)
  })
  onBeforeUnmount(() => {
    line.stop()
    typing.stop()
    document.removeEventListener('visibilitychange', comeBack)
    removeEventListener('online', comeBack)
  })

  return {
    conversation,
    log,
    outgoing,
    typingNames,
    typed: typing.typed,
    problem,
    load,
    look,
    loadOlder,
    loadingOlder,
    olderFailed,
    loadNewer,
    loadingNewer,
    newerFailed,
    isAtEnd,
    goTo: line.goTo,
    goToNewest: line.goToNewest,
    beginning,
    send: line.send,
    sendAgain: line.sendAgain,
    discard: line.discard,
    edit,
    remove,
    take: line.take,
  }
}
