import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MessagePage, MessagesAround, MessageView } from '#shared/contracts/chat'
import type { Said } from '#shared/contracts/socket'
import { createConversationLine, type MessagePlace, type Outgoing } from './conversation-line'
import { lastSeqOf, shownOf, type MessageLog } from './message-log'

const PAGE = 50
const USER = 'me'
const storage = new Map<string, string>()
beforeEach(() => {
  vi.useFakeTimers()
  storage.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => storage.set(key, value),
    removeItem: (key: string) => storage.delete(key),
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A conversation as the server keeps it. */
function server(pageSize = PAGE, around = 25) {
  const stored: MessageView[] = []
  let rev = 0
  const add = (body: string, clientId: string | null): MessageView => {
    const message: MessageView = {
      seq: stored.length + 1,
      rev: ++rev,
      kind: 'text',
      side: 'buyer',
      senderName: null,
      isOwn: clientId !== null,
      clientId,
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
    }
    stored.push(message)
    return message
  }
  let otherReadSeq = 0
  const page = (found: MessageView[]): MessagePage => ({
    items: found.slice(0, pageSize),
    hasMore: found.length > pageSize,
    lastRev: rev,
    otherReadSeq,
  })
  return {
    stored,
    rev: () => rev,
    read: () => (otherReadSeq = stored.length),
    otherReadSeq: () => otherReadSeq,
    say: (body: string) => add(body, null),
    edit(index: number) {
      const message = stored[index % stored.length]!
      stored[stored.indexOf(message)] = { ...message, rev: ++rev, body: `${message.body}!` }
    },
    async ask({ afterRev, beforeSeq, afterSeq }: { afterRev?: number; beforeSeq?: number; afterSeq?: number }) {
      if (afterSeq !== undefined) return page(stored.filter(({ seq }) => seq > afterSeq))
      if (afterRev !== undefined) return page(stored.filter((one) => one.rev > afterRev).sort((one, other) => one.rev - other.rev))
      return page(stored.filter(({ seq }) => beforeSeq === undefined || seq < beforeSeq).reverse())
    },
    async askAround(place: MessagePlace): Promise<MessagesAround> {
      const seq = Math.min('seq' in place ? place.seq : 1, stored.length)
      const items = stored.filter((one) => Math.abs(one.seq - seq) <= around)
      return { seq: seq || null, items, hasOlder: seq - around > 1, hasNewer: seq + around < stored.length, lastRev: rev }
    },
    post: async ({ clientId, body }: { clientId: string; body: string }) =>
      stored.find((one) => one.clientId === clientId) ?? add(body, clientId),
  }
}

type Parts = Parameters<typeof createConversationLine>[0]
function page(there: ReturnType<typeof server>, over: Partial<Parts> = {}) {
  const seen: { log?: MessageLog; outgoing: readonly Outgoing[]; lost?: unknown } = { outgoing: [] }
  const line = createConversationLine({
    userId: USER,
    conversationId: 'here',
    ask: there.ask,
    askAround: there.askAround,
    post: there.post,
    changed: (log, outgoing) => Object.assign(seen, { log, outgoing }),
    lost: (error) => (seen.lost = error),
    refused: () => 'refused',
    isAtEnd: () => true,
    ...over,
  })
  return { line, seen, bodies: () => [...(seen.log?.messages ?? []), ...seen.outgoing].map(({ body }) => body) }
}
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)
const refusal = (statusCode: number, code: string, details = {}) =>
  Object.assign(new Error(code), { statusCode, data: { data: { code, details, requestId: 'none' } } })

describe('a conversation in the browser', () => {
  it('fetches what was said while it was loaded', async () => {
    const there = server()
    let answer = () => {}
    const { line, bodies } = page(there, {
      async ask(query) {
        const found = await there.ask(query)
        if (query.afterRev === undefined) await new Promise<void>((resolve) => (answer = resolve))
        return found
      },
    })
    const loading = line.load()
    await settle()
    there.say('in between')
    void line.catchUp(1)
    answer()
    await loading
    await settle()
    expect(bodies()).toEqual(['in between'])
  })

  it('asks again for what it could not fetch, though nothing more is announced', async () => {
    const there = server()
    let failures = 0
    const { line, bodies } = page(there, {
      ask: (query) => (failures > 0 ? (failures--, Promise.reject(new Error('cut'))) : there.ask(query)),
    })
    await line.load()
    there.say('hello')
    failures = 3
    void line.catchUp(1)
    await settle(500)
    expect(bodies()).toEqual([])
    await settle(12_000)
    expect(bodies()).toEqual(['hello'])
  })

  it('asks for nothing that it has', async () => {
    const there = server()
    let asked = 0
    const { line } = page(there, { ask: (query) => (asked++, there.ask(query)) })
    await line.load()
    line.send('one', null, [])
    await settle()
    void line.catchUp(1)
    await settle()
    expect([asked, there.rev()]).toEqual([1, 1])
  })

  it('takes what comes with the word of it, and fetches where something lies before it', async () => {
    const there = server()
    let asked = 0
    const { line, seen, bodies } = page(there, { ask: (query) => (asked++, there.ask(query)) })
    const said = (body: string): Said => ({ message: there.say(body), otherReadSeq: there.read() })
    const [early] = [said('zero')]
    line.hear(early)
    await line.load()
    line.hear(said('one'))
    await settle()
    expect([bodies(), seen.log!.otherReadSeq, asked]).toEqual([['zero', 'one'], 2, 1])

    said('lost')
    const late = said('two')
    line.hear(late)
    line.hear(late)
    await settle()
    expect([bodies(), seen.log!.rev, asked]).toEqual([['zero', 'one', 'lost', 'two'], 4, 2])
  })

  it('learns what the other side has read, though no message changed', async () => {
    const there = server()
    const { line, seen } = page(there)
    await line.load()
    line.send('one', null, [])
    await settle()
    there.read()
    void line.catchUp(1)
    await settle()
    expect(seen.log!.otherReadSeq).toBe(0)
    void line.catchUp()
    await settle()
    expect([seen.log!.otherReadSeq, there.rev()]).toEqual([1, 1])
  })

  it('sends one after the other, waits as long as it is told, and passes over what is refused', async () => {
    const there = server()
    const answers = [refusal(0, 'cut'), refusal(429, 'slow', { retryAfterSeconds: 20 }), null, refusal(409, 'chat.person_gone'), null]
    const { line, seen, bodies } = page(there, {
      async post(message) {
        const error = answers.shift()
        if (error) throw error
        return there.post(message)
      },
    })
    await line.load()
    for (const body of ['one', 'two', 'three']) line.send(body, null, [])
    await settle(1500)
    expect(answers).toHaveLength(3)
    await settle(15_000)
    expect([answers.length, seen.outgoing[0]!.state]).toEqual([3, 'waiting'])
    await settle(20_000)
    expect(there.stored.map(({ body }) => body)).toEqual(['one', 'three'])
    expect(bodies()).toEqual(['one', 'three', 'two'])
    expect(seen.outgoing).toMatchObject([{ body: 'two', state: 'failed', problem: 'refused' }])
    line.sendAgain(seen.outgoing[0]!.clientId)
    await settle()
    expect(bodies()).toEqual(['one', 'three', 'two'])
  })

  it('takes up what a page before it could not send, once, though it was stored', async () => {
    const there = server()
    const before = page(there, { post: async (message) => (await there.post(message), Promise.reject(new Error('cut'))) })
    await before.line.load()
    before.line.send('one', null, [])
    before.line.send('two', null, [])
    await settle()
    before.line.stop()
    await settle(60_000)
    expect(there.stored).toHaveLength(1)

    const { line, bodies } = page(there)
    line.resume()
    expect(bodies()).toEqual(['one', 'two'])
    await line.load()
    await settle(5000)
    expect(bodies()).toEqual(['one', 'two'])
    expect(there.stored).toHaveLength(2)
    expect([...storage]).toEqual([])
  })

  it('says that it is not this person’s any more, and asks no further', async () => {
    const there = server()
    let asked = 0
    let isGone = false
    const { line, seen } = page(there, {
      ask: (query) => (asked++, isGone ? Promise.reject(refusal(404, 'chat.not_found')) : there.ask(query)),
    })
    await line.load()
    isGone = true
    void line.catchUp()
    await settle(60_000)
    expect([asked, seen.lost]).toEqual([2, expect.objectContaining({ statusCode: 404 })])
  })
})

describe('further back', () => {
  const SMALL = { shown: 6, kept: 3 }
  async function long(over: (there: ReturnType<typeof server>) => Partial<Parts> = () => ({})) {
    const there = server(3, 1)
    for (let count = 1; count <= 40; count++) there.say(`${count}`)
    const here = page(there, { sizes: SMALL, ...over(there) })
    await here.line.load()
    const shown = () => shownOf(here.seen.log!).messages.map(({ seq }) => seq)
    return { there, ...here, shown }
  }

  it('shows what lies around a message, goes on both ways, never with more than it can hold, and comes back to the newest', async () => {
    const { line, shown, seen } = await long()
    expect([await line.goTo({ seq: 20 }), shown()]).toEqual([20, [19, 20, 21]])
    await line.loadOlder()
    await line.loadOlder()
    expect(shown()).toEqual([13, 14, 15, 16, 17, 18])
    await line.loadNewer()
    expect(shown()).toEqual([16, 17, 18, 19, 20, 21])
    for (let count = 0; count < 7; count++) await line.loadNewer()
    expect([shown(), seen.log!.past]).toEqual([[35, 36, 37, 38, 39, 40], null])
  })

  it('hears meanwhile what is said, and shows it in its place once it is there', async () => {
    const { there, line, shown, seen } = await long()
    await line.goTo({ seq: 20 })
    for (let count = 1; count <= 5; count++) line.hear({ message: there.say(`new ${count}`), otherReadSeq: 0 })
    there.edit(19)
    void line.catchUp()
    await settle()
    expect([shown(), lastSeqOf(seen.log!), seen.log!.past!.messages[1]!.body]).toEqual([[19, 20, 21], 45, '20!'])
    line.goToNewest()
    expect(shown()).toEqual([43, 44, 45])
  })

  it('goes to the newest with what is written, at once, though nothing can be sent', async () => {
    const { line, shown, seen } = await long(() => ({ post: () => Promise.reject(refusal(0, 'cut')) }))
    await line.goTo({ seq: 20 })
    line.send('mine', null, [])
    await settle()
    expect([shown(), seen.outgoing.map(({ body }) => body)]).toEqual([[38, 39, 40], ['mine']])
  })

  it('does not show twice what was sent, when much was said after it before it was heard', async () => {
    const { line, seen } = await long((there) => ({
      async post(message) {
        there.say('before it')
        const stored = await there.post(message)
        for (let count = 0; count < 10; count++) there.say('after it')
        return stored
      },
    }))
    line.send('mine', null, [])
    await settle()
    expect([seen.outgoing, lastSeqOf(seen.log!)]).toEqual([[], 52])
  })

  it('stays with the last place that was asked for', async () => {
    const answers: (() => void)[] = []
    const { line, shown } = await long((there) => ({
      askAround: async (place) => {
        await new Promise<void>((resolve) => answers.push(resolve))
        return there.askAround(place)
      },
    }))
    const [first, second] = [line.goTo({ seq: 10 }), line.goTo({ seq: 20 })]
    answers[1]!()
    expect(await second).toBe(20)
    answers[0]!()
    expect([await first, shown()]).toEqual([null, [19, 20, 21]])
    const third = line.goTo({ seq: 30 })
    line.goToNewest()
    answers[2]!()
    expect([await third, shown()]).toEqual([null, [38, 39, 40]])
  })

  it.each(['loadOlder', 'loadNewer'] as const)('throws away a page for a place that was left (%s)', async (load) => {
    let answer = () => {}
    const { line, shown } = await long((there) => ({
      async ask(query) {
        const found = await there.ask(query)
        if (query.beforeSeq ?? query.afterSeq) await new Promise<void>((resolve) => (answer = resolve))
        return found
      },
    }))
    await line.goTo({ seq: 20 })
    const page = line[load]()
    await settle()
    await line.goTo({ seq: 10 })
    answer()
    await page
    expect(shown()).toEqual([9, 10, 11])
  })

  it('keeps what somebody reads who has scrolled up, while much is said', async () => {
    const there = server(3, 1)
    for (let count = 1; count <= 6; count++) there.say(`${count}`)
    const { line, seen } = page(there, { sizes: SMALL, isAtEnd: () => false })
    await line.load()
    await line.loadOlder()
    for (let count = 1; count <= 9; count++) line.hear({ message: there.say('new'), otherReadSeq: 0 })
    await settle()
    expect(shownOf(seen.log!).messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(lastSeqOf(seen.log!)).toBe(15)
  })
})

it('ends in the order of the server, whatever is said, lost, late, announced twice or never, or loaded anew', async () => {
  vi.useRealTimers()
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(
        fc.constantFrom(
          ...(['send', 'say', 'say', 'edit', 'hear', 'hear old', 'be told', 'be told late', 'read', 'hear of reading', 'reload'] as const),
          ...(['older', 'newer', 'go', 'newest', 'scroll up', 'scroll down'] as const),
        ),
        { minLength: 1, maxLength: 40 },
      ),
      fc.infiniteStream(fc.constantFrom('fine', 'fine', 'fine', 'cut before', 'cut after')),
      async (scheduler, acts, fates) => {
        storage.clear()
        const there = server(3, 1)
        for (let count = 0; count < 15; count++) there.say('early')
        let isAtEnd = true
        let isOver = false
        const fateOf = () => (isOver ? 'fine' : (fates.next().value as string))
        async function travel<T>(what: () => Promise<T>): Promise<T> {
          const fate = fateOf()
          await scheduler.schedule(Promise.resolve(), 'there')
          if (fate === 'cut before') throw new Error('cut')
          const answer = await what()
          await scheduler.schedule(Promise.resolve(), 'back')
          if (fate === 'cut after') throw new Error('cut')
          return answer
        }
        const parts = {
          ask: (query: { afterRev?: number }) => travel(() => there.ask(query)),
          askAround: (place: MessagePlace) => travel(() => there.askAround(place)),
          isAtEnd: () => isAtEnd,
          sizes: { shown: 6, kept: 3 },
          post: (message: { clientId: string; body: string }) => travel(() => there.post(message)),
        }
        const open = () => {
          const opened = page(there, {
            ...parts,
            changed(log, outgoing) {
              opened.seen.log = log
              opened.seen.outgoing = outgoing
              for (const part of log ? [log, shownOf(log)] : []) {
                const seqs = part.messages.map(({ seq }) => seq)
                expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index))
                expect(seqs.length).toBeLessThanOrEqual(6)
              }
              const ids = [...(log?.messages ?? []), ...outgoing].flatMap(({ clientId }) => clientId ?? [])
              expect(new Set(ids).size).toBe(ids.length)
            },
          })
          opened.line.resume()
          void opened.line.load().catch(() => {})
          return opened
        }

        const news: Said[] = []
        let here = open()
        const sent: string[] = []
        for (const [index, act] of acts.entries()) {
          if (act === 'send') {
            sent.push(`mine ${index}`)
            here.line.send(`mine ${index}`, null, [])
          }
          if (act === 'say') news.push({ message: there.say(`theirs ${index}`), otherReadSeq: there.otherReadSeq() })
          if (act === 'edit' && there.stored.length > 0) there.edit(index)
          if (act === 'hear') void here.line.catchUp(there.rev())
          if (act === 'hear old') void here.line.catchUp(Math.floor(there.rev() / 2))
          if (act === 'be told' && news.length > 0) here.line.hear(news.at(-1)!)
          if (act === 'be told late' && news.length > 0) here.line.hear(news[index % news.length]!)
          if (act === 'read') there.read()
          if (act === 'hear of reading') void here.line.catchUp()
          if (act === 'older') void here.line.loadOlder().catch(() => {})
          if (act === 'newer') void here.line.loadNewer().catch(() => {})
          if (act === 'go' && there.stored.length > 0) void here.line.goTo({ seq: 1 + (index % there.stored.length) }).catch(() => {})
          if (act === 'newest') here.line.goToNewest()
          if (act.startsWith('scroll')) isAtEnd = act === 'scroll down'
          if (act === 'reload') {
            here.line.stop()
            here = open()
          }
          if (scheduler.count() > 0) await scheduler.waitOne()
        }
        await scheduler.waitIdle()
        // The line is well again; whoever could not begin does so now.
        isOver = true
        if (!here.seen.log) void here.line.load()
        for (let round = 0; round < 3; round++) {
          await scheduler.waitIdle()
          here.line.hurry()
        }
        await scheduler.waitIdle()

        const read = new Map<number, MessageView>()
        const look = () =>
          [here.seen.log!, shownOf(here.seen.log!)].forEach(({ messages }) => messages.forEach((one) => read.set(one.seq, one)))
        async function scroll(load: () => Promise<void>, isThere: () => boolean) {
          for (look(); !isThere(); look()) {
            const loading = load()
            await scheduler.waitIdle()
            await loading
          }
        }
        isAtEnd = false
        await scroll(here.line.loadOlder, () => !shownOf(here.seen.log!).hasOlder)
        await scroll(here.line.loadNewer, () => !here.seen.log!.past)
        expect([...read.values()].sort((one, other) => one.seq - other.seq)).toEqual(there.stored)
        expect(lastSeqOf(here.seen.log!)).toBe(there.stored.length)
        expect(here.seen.log!.otherReadSeq).toBe(there.otherReadSeq())
        expect(here.seen.outgoing).toEqual([])
        const mine = there.stored.flatMap(({ clientId, body }) => (clientId ? [body.replaceAll('!', '')] : []))
        expect(mine).toEqual(sent)
        here.line.stop()
      },
    ),
    { numRuns: 200 },
  )
})
