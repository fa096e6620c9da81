import type { Attachment, MessagePage, MessageView } from '#shared/contracts/chat'
import type { Said } from '#shared/contracts/socket'
import { catchUpWith, startLog, takeAnswer, takeOlder, type MessageLog } from './message-log'
import { dropUnsent, keepUnsent, newClientId, unsentIn, type Unsent } from './outbox'
import { refusalOf } from './refusal-of'

const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000

/** Something on its way: `sending`, `waiting` for another try, refused with a reason, or `sent`, until it is seen among the messages. */
export interface Outgoing extends Unsent {
  state: 'sending' | 'waiting' | 'failed' | 'sent'
  problem: string
}

interface ConversationLineParts {
  userId: string
  conversationId: string
  /** Of the API; what they throw is as `$fetch` throws it. */
  ask: (query: { afterRev?: number; beforeSeq?: number }) => Promise<MessagePage>
  post: (message: { clientId: string; body: string; replyToSeq: number | null; attachmentIds: string[] }) => Promise<MessageView>
  /** Called with all that is known, whenever that has changed. */
  changed: (log: MessageLog | undefined, outgoing: readonly Outgoing[]) => void
  /** The conversation is not, or no longer, this person's. */
  lost: (error: unknown) => void
  /** Told of what is refused for good; answers why, in words. */
  refused: (error: unknown) => string
}

/**
 * A conversation that becomes what it is on the server: told that there is something, it fetches what came after the last change
 * that it knows, until it has it. What is written goes out one after the other, until each is confirmed; what a page has left
 * in the outbox goes first.
 */
export function createConversationLine({ userId, conversationId, ask, post, changed, lost, refused }: ConversationLineParts) {
  let log: MessageLog | undefined
  let outgoing: readonly Outgoing[] = []
  let stopped = false
  const show = () => {
    if (!stopped) changed(log, unseen())
  }
  /** What is stored already is shown once, though its confirmation may have been lost. */
  function unseen(): readonly Outgoing[] {
    const seen = new Set(log?.messages.map(({ clientId }) => clientId))
    outgoing = outgoing.filter(({ state, clientId }) => state !== 'sent' || !seen.has(clientId))
    return outgoing.filter(({ clientId }) => !seen.has(clientId))
  }

  const fetching = createRetry()
  const sending = createRetry()

  /** Begins with the newest messages, or begins anew. */
  async function load(): Promise<void> {
    log = startLog(await ask({}))
    show()
    void catchUp(0)
    void sendOn()
  }

  /** Up to which change there is something to fetch; infinite where it is not known. */
  let wanted = 0
  let isFetching = false
  /** Fetches what there is, up to `rev` where that is known: one fetch at a time, and again until it has come. */
  async function catchUp(rev = Infinity): Promise<void> {
    wanted = Math.max(wanted, rev)
    if (isFetching || !log || wanted <= log.rev) return
    isFetching = true
    fetching.cancel()
    const asked = wanted
    wanted = 0
    try {
      const take = await catchUpWith(log, ask)
      log = take(log)
      fetching.reset()
      show()
    } catch (error) {
      if (refusalOf(error)?.code === 'chat.not_found') lost(error)
      else if (!stopped) fetching.later(() => catchUp(asked))
    }
    isFetching = false
    if (!fetching.isWaiting()) await catchUp(0)
  }

  async function loadOlder(): Promise<void> {
    const first = log?.messages[0]
    if (!first) return
    const page = await ask({ beforeSeq: first.seq })
    log = takeOlder(log!, page)
    show()
    void catchUp()
  }

  /** What came with the word of a change: taken where it is the next one, else fetched with what is missing before it. */
  function hear({ message, otherReadSeq }: Said): void {
    if (!log || isFetching || message.rev !== log.rev + 1) return void catchUp(message.rev)
    log = { ...takeAnswer(log, message), otherReadSeq }
    show()
    void catchUp(message.rev)
  }

  /** One message as the server has it now. */
  function take(message: MessageView): void {
    if (log) log = takeAnswer(log, message)
    show()
    void catchUp(message.rev)
  }

  function send(body: string, replyToSeq: number | null, attachments: Attachment[]): void {
    const item = { userId, conversationId, clientId: newClientId(), body, replyToSeq, attachments, at: new Date().toISOString() }
    keepUnsent(item)
    outgoing = [...outgoing, { ...item, state: 'sending', problem: '' }]
    show()
    void sendOn()
  }

  function become(clientId: string, state: Outgoing['state'], problem = ''): void {
    outgoing = outgoing.map((item) => (item.clientId === clientId ? { ...item, state, problem } : item))
    show()
  }

  let isSending = false
  /** Sends the first that is not refused, then the next: nobody's words overtake each other. */
  async function sendOn(): Promise<void> {
    if (isSending || stopped) return
    const item = outgoing.find(({ state }) => state === 'sending' || state === 'waiting')
    if (!item) return
    isSending = true
    sending.cancel()
    if (item.state === 'waiting') become(item.clientId, 'sending')
    const error = await attempt(item)
    isSending = false
    if (error === undefined) return sendOn()
    become(item.clientId, 'waiting')
    if (!stopped) sending.later(sendOn, Number(refusalOf(error)?.details.retryAfterSeconds ?? 0) * 1000)
  }
  /** Why it is to be tried again; undefined once that is not needed. */
  async function attempt({ clientId, body, replyToSeq, attachments }: Outgoing): Promise<unknown> {
    try {
      const message = await post({ clientId, body, replyToSeq, attachmentIds: attachments.map(({ fileId }) => fileId) })
      dropUnsent(clientId)
      sending.reset()
      become(clientId, 'sent')
      take(message)
    } catch (error) {
      const status = (error as { statusCode?: number }).statusCode ?? 0
      if (status === 0 || status === 429 || status >= 500) return error
      become(clientId, 'failed', refused(error))
    }
    return undefined
  }
  function sendAgain(clientId: string): void {
    become(clientId, 'sending')
    void sendOn()
  }
  function discard(clientId: string): void {
    dropUnsent(clientId)
    outgoing = outgoing.filter((item) => item.clientId !== clientId)
    show()
  }

  return {
    load,
    catchUp,
    loadOlder,
    hear,
    take,
    send,
    sendAgain,
    discard,
    /** Takes up what a page before this one could not send. */
    resume(): void {
      const known = new Set(outgoing.map(({ clientId }) => clientId))
      const left = unsentIn(userId, conversationId).filter(({ clientId }) => !known.has(clientId))
      outgoing = [...left.map((item) => ({ ...item, state: 'sending' as const, problem: '' })), ...outgoing]
      show()
      void sendOn()
    },
    /** Tries at once what waits for another try. */
    hurry(): void {
      for (const retry of [fetching, sending]) retry.reset()
      void catchUp()
      void sendOn()
    },
    stop(): void {
      stopped = true
      for (const retry of [fetching, sending]) retry.cancel()
    },
  }
}

/** Another try after a pause, which doubles each time; none of many browsers at the same moment. */
function createRetry() {
  let pauseMs = FIRST_RETRY_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  const cancel = () => {
    clearTimeout(timer)
    timer = undefined
  }
  return {
    cancel,
    isWaiting: () => timer !== undefined,
    later(what: () => unknown, leastMs = 0): void {
      cancel()
      const waitMs = Math.max(pauseMs, leastMs) * (1 + Math.random() / 2)
      timer = setTimeout(() => ((timer = undefined), what()), waitMs)
      pauseMs = Math.min(pauseMs * 2, LAST_RETRY_MS)
    },
    reset(): void {
      pauseMs = FIRST_RETRY_MS
    },
  }
}
