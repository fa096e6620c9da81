import type { Attachment, MessagePage, MessagesAround, MessageView } from '#shared/contracts/chat'
import type { Said } from '#shared/contracts/socket'
import {
  bounded,
  catchUpWith,
  firstSeqOf,
  holds,
  lastSeqOf,
  meet,
  shownOf,
  SIZES,
  startLog,
  takeAnswer,
  takeAround,
  takeNewer,
  takeOlder,
  type MessageLog,
} from './message-log'
import { dropUnsent, keepUnsent, newClientId, unsentIn, type Unsent } from './outbox'
import { refusalOf } from './refusal-of'

const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000

/** Something on its way: `sending`, `waiting` for another try, refused with a reason, or `sent`, until it is seen among the messages. */
export interface Outgoing extends Unsent {
  state: 'sending' | 'waiting' | 'failed' | 'sent'
  problem: string
  /** Its number, once it is sent. */
  seq?: number
}

/** A message by its number, or the first one since a moment. */
export type MessagePlace = { seq: number } | { since: string }

interface ConversationLineParts {
  userId: string
  conversationId: string
  /** Of the API; what they throw is as `$fetch` throws it. */
  ask: (query: { afterRev?: number; beforeSeq?: number; afterSeq?: number }) => Promise<MessagePage>
  askAround: (place: MessagePlace) => Promise<MessagesAround>
  post: (message: { clientId: string; body: string; replyToSeq: number | null; attachmentIds: string[] }) => Promise<MessageView>
  /** Called with all that is known, whenever that has changed. */
  changed: (log: MessageLog | undefined, outgoing: readonly Outgoing[]) => void
  /** The conversation is not, or no longer, this person's. */
  lost: (error: unknown) => void
  /** Told of what is refused for good; answers why, in words. */
  refused: (error: unknown) => string
  /** Whether the end of the newest messages is looked at: there are many, the oldest go first then, else the newest. */
  isAtEnd: () => boolean
  sizes?: typeof SIZES
}

/**
 * A conversation that becomes what it is on the server: told that there is something, it fetches what came after the last change
 * that it knows, until it has it. What is written goes out one after the other, until each is confirmed; what a page has left
 * in the outbox goes first.
 */
export function createConversationLine(parts: ConversationLineParts) {
  const { userId, conversationId, ask, askAround, post, changed, lost, refused, isAtEnd, sizes = SIZES } = parts
  let log: MessageLog | undefined
  let outgoing: readonly Outgoing[] = []
  let stopped = false
  const show = () => {
    if (!stopped) changed(log, unseen())
  }
  function know(known: MessageLog, end: 'oldest' | 'newest' = isAtEnd() ? 'newest' : 'oldest'): void {
    log = bounded(known, end, sizes)
    show()
  }
  /** What is stored already is shown once, though its confirmation may have been lost. */
  function unseen(): readonly Outgoing[] {
    const seen = new Set(log?.messages.map(({ clientId }) => clientId))
    const isFurtherBack = ({ seq }: Outgoing) => log !== undefined && seq !== undefined && seq < firstSeqOf(log)
    outgoing = outgoing.filter((item) => item.state !== 'sent' || !(seen.has(item.clientId) || isFurtherBack(item)))
    return outgoing.filter(({ clientId }) => !seen.has(clientId))
  }

  const fetching = createRetry()
  const sending = createRetry()

  /** Begins with the newest messages, or begins anew. */
  async function load(): Promise<void> {
    know(startLog(await ask({})))
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
      fetching.reset()
      know(take(log))
    } catch (error) {
      if (refusalOf(error)?.code === 'chat.not_found') lost(error)
      else if (!stopped) fetching.later(() => catchUp(asked))
    }
    isFetching = false
    if (!fetching.isWaiting()) await catchUp(0)
  }

  /** More of what was said before what is shown; what has come meanwhile for another place is thrown away. */
  async function loadOlder(): Promise<void> {
    if (!log || !shownOf(log).hasOlder) return
    const first = firstSeqOf(shownOf(log))
    const page = await ask({ beforeSeq: first })
    if (firstSeqOf(shownOf(log)) !== first) return
    know(takeOlder(log, page), 'oldest')
    void catchUp()
  }

  /** The same after it, while that is not the newest. */
  async function loadNewer(): Promise<void> {
    if (!log?.past) return
    const met = meet(log)
    if (!met.past) return know(met, 'newest')
    const last = lastSeqOf(log.past)
    const page = await ask({ afterSeq: last })
    if (!log.past || lastSeqOf(log.past) !== last) return
    know(takeNewer(log, page), 'newest')
    void catchUp()
  }

  let places = 0
  /** Shows a message with what was said around it, and answers its number; null where there is none, or somebody has gone elsewhere meanwhile. */
  async function goTo(place: MessagePlace): Promise<number | null> {
    const own = ++places
    const known = 'seq' in place ? place.seq : undefined
    const found = known !== undefined && isHere(known) ? { seq: known } : await askAround(place)
    if (!log || own !== places || found.seq === null) return null
    if (!holds(shownOf(log), found.seq)) {
      know('items' in found ? takeAround(log, found) : { ...log, past: null }, 'oldest')
      void catchUp()
    }
    return found.seq
  }
  const isHere = (seq: number) => log !== undefined && [log, shownOf(log)].some((part) => holds(part, seq))

  function goToNewest(): void {
    places++
    if (log?.past) know({ ...log, past: null }, 'newest')
  }

  /** What came with the word of a change: taken where it is the next one, else fetched with what is missing before it. */
  function hear({ message, otherReadSeq }: Said): void {
    if (!log || isFetching || message.rev !== log.rev + 1) return void catchUp(message.rev)
    know({ ...takeAnswer(log, message), otherReadSeq })
    void catchUp(message.rev)
  }

  /** One message as the server has it now. */
  function take(message: MessageView): void {
    if (log) know(takeAnswer(log, message))
    else show()
    void catchUp(message.rev)
  }

  function send(body: string, replyToSeq: number | null, attachments: Attachment[]): void {
    const item = { userId, conversationId, clientId: newClientId(), body, replyToSeq, attachments, at: new Date().toISOString() }
    keepUnsent(item)
    outgoing = [...outgoing, { ...item, state: 'sending', problem: '' }]
    goToNewest()
    show()
    void sendOn()
  }

  function become(clientId: string, state: Outgoing['state'], problem = '', seq?: number): void {
    outgoing = outgoing.map((item) => (item.clientId === clientId ? { ...item, state, problem, seq } : item))
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
      become(clientId, 'sent', '', message.seq)
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
    loadNewer,
    goTo,
    goToNewest,
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
