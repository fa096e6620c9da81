import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessagePage, MessagesAround, MessageView } from '#shared/contracts/chat'
import {
  bounded,
  catchUpWith,
  firstSeqOf,
  lastSeqOf,
  shownOf,
  startLog,
  takeAnswer,
  takeAround,
  takeNewer,
  takeOlder,
  type MessageLog,
} from './message-log'

const PAGE = 3

const message = (seq: number, rev: number, body = `${seq}`): MessageView => ({
  seq,
  rev,
  kind: 'text',
  side: 'buyer',
  senderName: 'Ada',
  isOwn: true,
  clientId: '00000000-0000-4000-8000-000000000000',
  body,
  isHeld: false,
  attachments: [],
  context: null,
  offer: null,
  notice: null,
  replyToSeq: null,
  editedAt: null,
  deletedAt: null,
  createdAt: '2026-11-22T12:00:00.000Z',
})

/** A conversation as the server keeps it, with small pages. */
function server() {
  const stored: MessageView[] = []
  let lastRev = 0
  let otherReadSeq = 0
  const page = (found: MessageView[]): MessagePage => ({ items: found.slice(0, PAGE), hasMore: found.length > PAGE, lastRev, otherReadSeq })
  return {
    stored,
    read: () => (otherReadSeq = stored.length),
    otherReadSeq: () => otherReadSeq,
    add: () => stored[stored.push(message(stored.length + 1, ++lastRev)) - 1]!,
    change: (index: number) => {
      const { seq, body } = stored[index]!
      return (stored[index] = message(seq, ++lastRev, `${body}!`))
    },
    newest: () => page(stored.toReversed()),
    around: (seq: number): MessagesAround => ({
      seq,
      items: stored.filter((one) => Math.abs(one.seq - seq) <= 1),
      hasOlder: seq > 2,
      hasNewer: seq + 1 < stored.length,
      lastRev,
    }),
    since: (seq: number) => page(stored.filter((one) => one.seq > seq)),
    before: (seq: number) => page(stored.filter((one) => one.seq < seq).reverse()),
    after: (rev: number) => page(stored.filter((one) => one.rev > rev).sort((one, other) => one.rev - other.rev)),
  }
}
type Server = ReturnType<typeof server>
/** `meanwhile` happens between the pages. */
const caughtUp = async (log: MessageLog, there: Server, meanwhile = () => {}): Promise<MessageLog> =>
  (
    await catchUpWith(log, async ({ afterRev }) => {
      const page = afterRev === undefined ? there.newest() : there.after(afterRev)
      meanwhile()
      return page
    })
  )(log)
const seqsOf = ({ messages }: MessageLog) => messages.map(({ seq }) => seq)

describe('what a browser knows of a conversation', () => {
  it('begins with the newest, and goes back page by page', () => {
    const there = server()
    for (let count = 0; count < 5; count++) there.add()
    const log = startLog(there.newest())
    expect([seqsOf(log), log.hasOlder, log.rev]).toEqual([[3, 4, 5], true, 5])
    const whole = takeOlder(log, there.before(3))
    expect([seqsOf(whole), whole.hasOlder]).toEqual([[1, 2, 3, 4, 5], false])
  })

  it('learns again of what changed in an older page while that was on its way', async () => {
    const there = server()
    for (let count = 0; count < 5; count++) there.add()
    const log = startLog(there.newest())
    const older = there.before(3)
    there.change(0)
    const whole = takeOlder(await caughtUp(log, there), older)
    expect((await caughtUp(whole, there)).messages[0]).toMatchObject({ seq: 1, body: '1!' })
  })

  it('learns so of what changed further back, and in what comes after it', async () => {
    const there = server()
    for (let count = 0; count < 20; count++) there.add()
    const log = startLog(there.newest())
    const around = there.around(5)
    there.change(4)
    const gone = takeAround(await caughtUp(log, there), around)
    expect(gone.past!.messages[1]!.body).toBe('5')
    const known = await caughtUp(gone, there)
    expect(known.past!.messages[1]!.body).toBe('5!')
    const newer = there.since(6)
    there.change(7)
    const longer = await caughtUp(takeNewer(await caughtUp(known, there), newer), there)
    expect(longer.past!.messages.map(({ body }) => body)).toEqual(['4', '5!', '6', '7', '8!', '9'])
  })

  it('does so too when a fetch of changes was under way as that page came', async () => {
    const there = server()
    for (let count = 0; count < 5; count++) there.add()
    const log = startLog(there.newest())
    const older = there.before(3)
    there.change(0)
    const known = await caughtUp(log, there)
    there.add()
    const take = await catchUpWith(known, async ({ afterRev = 0 }) => there.after(afterRev))
    const whole = take(takeOlder(known, older))
    expect((await caughtUp(whole, there)).messages.map(({ body }) => body)).toEqual(['1!', '2', '3', '4', '5', '6'])
  })

  it('does not take an answer for all that came before it', async () => {
    const there = server()
    there.add()
    const log = startLog(there.newest())
    there.add()
    const own = takeAnswer(log, there.add())
    expect(seqsOf(own)).toEqual([1])
    expect(seqsOf(await caughtUp(own, there))).toEqual([1, 2, 3])
  })

  it('nor for a change from before it that it has not heard of', async () => {
    const there = server()
    there.add()
    const log = startLog(there.newest())
    there.change(0)
    const own = takeAnswer(log, there.add())
    expect(own.messages.map(({ body }) => body)).toEqual(['1', '2'])
    expect((await caughtUp(own, there)).messages.map(({ body }) => body)).toEqual(['1!', '2'])
  })

  it('passes over a change of a message from before the first one that it has', async () => {
    const there = server()
    for (let count = 0; count < 5; count++) there.add()
    const log = startLog(there.newest())
    there.change(0)
    const later = await caughtUp(log, there)
    expect([seqsOf(later), later.rev]).toEqual([[3, 4, 5], 6])
    expect(takeOlder(later, there.before(3)).messages[0]!.body).toBe('1!')
  })

  it('has no gap where a message was edited that it did not know yet', async () => {
    const there = server()
    there.add()
    const log = startLog(there.newest())
    for (let count = 0; count < 6; count++) there.add()
    there.change(1)
    expect(seqsOf(await caughtUp(log, there))).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('begins anew after a long time', async () => {
    const there = server()
    there.add()
    const log = startLog(there.newest())
    for (let count = 0; count < 40; count++) there.add()
    const anew = await caughtUp(log, there)
    expect([seqsOf(anew), anew.hasOlder, anew.rev]).toEqual([[39, 40, 41], true, 41])
  })

  it('ends as the server has it, whatever comes in whatever order, twice or late', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constantFrom('add', 'own', 'fetch', 'older', 'late', 'reload', 'read', 'newer', 'newest', 'bound') }),
      fc.record({ do: fc.constantFrom('change', 'around'), which: fc.nat() }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const there = server()
        let log = startLog(there.newest())
        const answers: MessageView[] = []
        for (const one of steps) {
          if (one.do === 'add') there.add()
          if (one.do === 'own') answers.push(there.add())
          if (one.do === 'change' && 'which' in one && there.stored.length > 0) there.change(one.which % there.stored.length)
          if (one.do === 'fetch') log = await caughtUp(log, there, there.stored.length % 2 ? () => there.add() : undefined)
          if (one.do === 'older' && shownOf(log).hasOlder) log = takeOlder(log, there.before(firstSeqOf(shownOf(log))))
          if (one.do === 'newer' && log.past) log = takeNewer(log, there.since(lastSeqOf(log.past)))
          if (one.do === 'around' && 'which' in one && there.stored.length > 0)
            log = takeAround(log, there.around(1 + (one.which % there.stored.length)))
          if (one.do === 'newest') log = { ...log, past: null }
          if (one.do === 'bound') log = bounded(log, there.stored.length % 2 ? 'oldest' : 'newest', { shown: 5, kept: 2 })
          // What was answered long ago arrives only now.
          if (one.do === 'late') for (const answer of answers) log = takeAnswer(log, answer)
          if (one.do === 'read') there.read()
          if (one.do === 'reload') log = startLog(there.newest())
          for (const seqs of [log, shownOf(log)].map(({ messages }) => messages.map(({ seq }) => seq)))
            expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index))
        }
        log = await caughtUp(log, there)
        while (log.past) log = await caughtUp(takeNewer(log, there.since(lastSeqOf(log.past))), there)
        while (log.hasOlder) log = takeOlder(log, there.before(log.messages[0]!.seq))
        expect(log.messages).toEqual(there.stored)
        expect(log.otherReadSeq).toBe(there.otherReadSeq())
      }),
      { numRuns: 300 },
    )
  })
})
