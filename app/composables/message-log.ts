import type { MessagePage, MessagesAround, MessageView } from '#shared/contracts/chat'

/** Messages in their order, without gaps from the first one here to the last. */
interface MessagePart {
  messages: readonly MessageView[]
  /** There are earlier messages than the first one here. */
  hasOlder: boolean
}

/** What a browser knows of a conversation: its newest messages, and a part from further back while somebody looks at that. */
export interface MessageLog extends MessagePart {
  /** Every change up to this one is here, as far as it is about messages from the first one here on, or in the part further back. */
  rev: number
  /** Up to which message the other side has read; null where that is not shown. */
  otherReadSeq: number | null
  /** Is shown instead of the newest; null while those are. They become one where they meet and somebody scrolls from one to the other. */
  past: MessagePart | null
}

/** So many messages are shown at most, and so many of the newest kept beside a part from further back. */
export const SIZES = { shown: 300, kept: 50 }

export const shownOf = (log: MessageLog): MessagePart => log.past ?? log

export const firstSeqOf = ({ messages }: MessagePart): number => messages[0]?.seq ?? 1
export const lastSeqOf = ({ messages }: MessagePart): number => messages.at(-1)?.seq ?? 0

export const holds = (part: MessagePart, seq: number): boolean => firstSeqOf(part) <= seq && seq <= lastSeqOf(part)

/** Begins with the newest page. */
export const startLog = ({ items, hasMore, lastRev, otherReadSeq }: MessagePage): MessageLog => ({
  messages: merge([], items),
  rev: lastRev,
  hasOlder: hasMore,
  otherReadSeq,
  past: null,
})

/**
 * A page of messages from before the first one that is shown. What changed in them while the page was on its way was passed over, so
 * that all changes since it was read are to be asked for again.
 */
export const takeOlder = (log: MessageLog, { items, hasMore, lastRev }: MessagePage): MessageLog => {
  const part = { messages: merge(shownOf(log).messages, items), hasOlder: hasMore }
  return { ...log, ...(log.past ? { past: part } : part), rev: Math.min(log.rev, lastRev) }
}

/** A page of messages from after the last one of the part further back; the same is true of what changed in them. */
export const takeNewer = (log: MessageLog, { items, lastRev }: MessagePage): MessageLog =>
  log.past ? meet({ ...log, past: { ...log.past, messages: merge(log.past.messages, items) }, rev: Math.min(log.rev, lastRev) }) : log

/** What lies around a message becomes the part that is shown, unless it leads on to the newest. */
export const takeAround = (log: MessageLog, { items, hasOlder, lastRev }: MessagesAround): MessageLog => {
  const past = { messages: merge([], items), hasOlder }
  const gone = { ...log, past, rev: Math.min(log.rev, lastRev) }
  return firstSeqOf(past) < firstSeqOf(log) ? meet(gone) : gone
}

/** The part further back and the newest messages become one where nothing lies between them. */
export function meet(log: MessageLog): MessageLog {
  const { past } = log
  if (!past || firstSeqOf(past) > lastSeqOf(log) + 1 || firstSeqOf(log) > lastSeqOf(past) + 1) return log
  const { hasOlder } = firstSeqOf(past) < firstSeqOf(log) ? past : log
  return { ...log, messages: merge(log.messages, past.messages), hasOlder, past: null }
}

/** No more messages than can be shown well: those at the end of what is shown at which somebody looks. The newest always stay known. */
export function bounded(log: MessageLog, end: 'oldest' | 'newest', sizes = SIZES): MessageLog {
  const { past } = log
  if (past)
    return { ...log, ...newestOf(log, sizes.kept), past: end === 'newest' ? newestOf(past, sizes.shown) : oldestOf(past, sizes.shown) }
  if (end === 'newest' || log.messages.length <= sizes.shown) return { ...log, ...newestOf(log, sizes.shown) }
  return { ...log, ...newestOf(log, sizes.kept), past: oldestOf(log, sizes.shown) }
}

const newestOf = ({ messages, hasOlder }: MessagePart, most: number): MessagePart =>
  messages.length <= most ? { messages, hasOlder } : { messages: messages.slice(-most), hasOlder: true }
const oldestOf = ({ messages, hasOlder }: MessagePart, most: number): MessagePart => ({ messages: messages.slice(0, most), hasOlder })

/** More pages of changes than this are not fetched: whoever was away for so long begins with the newest again. */
const MOST_PAGES = 10

/**
 * Everything that changed after `rev`, asked for page by page and taken at once: a message that was edited comes later than those
 * that were said after it. What is said of messages from before the first one comes with their own page.
 */
export async function catchUpWith(
  log: MessageLog,
  ask: (query: { afterRev?: number }) => Promise<MessagePage>,
): Promise<(log: MessageLog) => MessageLog> {
  const changed: MessageView[] = []
  for (let rev = log.rev, pages = 0; pages < MOST_PAGES; pages++) {
    const { items, hasMore, lastRev, otherReadSeq } = await ask({ afterRev: rev })
    changed.push(...items)
    rev = items.at(-1)?.rev ?? rev
    if (!hasMore)
      return (now) => ({
        ...withChanges(now, changed),
        // An older page that came meanwhile asks for changes from before these.
        rev: now.rev < log.rev ? now.rev : Math.max(now.rev, rev, lastRev),
        otherReadSeq,
      })
  }
  const newest = await ask({})
  return () => startLog(newest)
}

/** One message as an answer to what was done here. Others' changes from before it may still be missing; then `rev` stays. */
export const takeAnswer = (log: MessageLog, message: MessageView): MessageLog => {
  const isNext = message.seq <= (log.messages.at(-1)?.seq ?? 0) + 1
  if (!isNext) return log
  const rev = message.rev === log.rev + 1 ? message.rev : log.rev
  return { ...withChanges(log, [message]), rev }
}

/** Takes what is about the newest, or the part further back. */
const withChanges = (log: MessageLog, changed: readonly MessageView[]): MessageLog => {
  const { messages, hasOlder, past } = log
  const isOfNewest = ({ seq }: MessageView) => !hasOlder || seq >= firstSeqOf(log)
  return {
    ...log,
    messages: merge(messages, changed.filter(isOfNewest)),
    past: past && {
      ...past,
      messages: merge(
        past.messages,
        changed.filter(({ seq }) => holds(past, seq)),
      ),
    },
  }
}

/** The later of two states of a message wins, whichever came first. */
function merge(known: readonly MessageView[], found: readonly MessageView[]): MessageView[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]))
  for (const message of found) if (message.rev >= (bySeq.get(message.seq)?.rev ?? 0)) bySeq.set(message.seq, message)
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq)
}
