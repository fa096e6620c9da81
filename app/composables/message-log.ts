import type { MessagePage, MessageView } from '#shared/contracts/chat'

/** What a browser knows of a conversation. */
export interface MessageLog {
  /** In their order, without gaps from the first one here to the last. */
  messages: readonly MessageView[]
  /** Every change up to this one is here, as far as it is about messages from the first one here on. */
  rev: number
  /** There are earlier messages than the first one here. */
  hasOlder: boolean
  /** Up to which message the other side has read; null where that is not shown. */
  otherReadSeq: number | null
}

/** Begins with the newest page. */
export const startLog = ({ items, hasMore, lastRev, otherReadSeq }: MessagePage): MessageLog => ({
  messages: merge([], items),
  rev: lastRev,
  hasOlder: hasMore,
  otherReadSeq,
})

/**
 * A page of messages from before the first one. What changed in them while the page was on its way was passed over, so that all
 * changes since it was read are to be asked for again.
 */
export const takeOlder = (log: MessageLog, { items, hasMore, lastRev }: MessagePage): MessageLog => ({
  ...log,
  messages: merge(log.messages, items),
  rev: Math.min(log.rev, lastRev),
  hasOlder: hasMore,
})

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
        ...now,
        messages: merge(now.messages, changed.filter(isShown(now))),
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
  return { ...log, messages: merge(log.messages, [message].filter(isShown(log))), rev }
}

const isShown =
  ({ messages, hasOlder }: MessageLog) =>
  ({ seq }: MessageView) =>
    !hasOlder || seq >= (messages[0]?.seq ?? 0)

/** The later of two states of a message wins, whichever came first. */
function merge(known: readonly MessageView[], found: readonly MessageView[]): MessageView[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]))
  for (const message of found) if (message.rev >= (bySeq.get(message.seq)?.rev ?? 0)) bySeq.set(message.seq, message)
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq)
}
