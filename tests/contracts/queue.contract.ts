import type { Database } from '#db/client'
import type { Context } from '#server/platform/context'
import type { Job, Queue } from '#server/platform/queue/queue'
import { tryEach } from '#server/platform/queue/some-failed'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'

export interface QueueUnderTest {
  /** A queue on a database of its own; every call opens another on the same database. */
  open(): Queue
  db: Database
  context: Context
}

/** What every driver of the queue promises. */
export function queueContract(world: QueueUnderTest): void {
  describe('queue', () => {
    const opened: Queue[] = []

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((queue) => queue.stop(1)))
    })

    async function start(jobs: Job<never>[], work = false): Promise<Queue> {
      const queue = world.open()
      opened.push(queue)
      await queue.start(jobs, { work, context: () => world.context })
      return queue
    }

    function noting(name: string, over: Partial<Job<{ note: string }>> = {}) {
      const seen: string[] = []
      const job: Job<{ note: string }> = {
        name,
        async handle(_ctx, { note }) {
          seen.push(note)
        },
        ...over,
      }
      return { job, seen }
    }

    it('delivers what a transaction sent once it has committed', async () => {
      const { job, seen } = noting('commits')
      const queue = await start([job])

      await world.db.transaction(async (tx) => {
        await queue.send(tx, 'commits', { note: 'sent' })
        expect(await queue.drain()).toEqual({ done: 0, failed: 0 })
      })

      expect(await queue.drain()).toEqual({ done: 1, failed: 0 })
      expect(seen).toEqual(['sent'])
    })

    it('delivers nothing of a transaction that rolled back', async () => {
      const { job, seen } = noting('rolls-back')
      const queue = await start([job])

      await world.db
        .transaction(async (tx) => {
          await queue.send(tx, 'rolls-back', { note: 'never' })
          throw new Error('no')
        })
        .catch(() => {})

      await queue.drain()
      expect(seen).toEqual([])
    })

    it('sends an event to each job that names it and to no other', async () => {
      const placed = noting('placed', { on: ['order.placed'] })
      const both = noting('both', { on: ['order.placed', 'order.cancelled'] })
      const cancelled = noting('cancelled', { on: ['order.cancelled'] })
      const groups: unknown[] = []
      for (const { job } of [placed, both, cancelled]) job.handle = async (_ctx, data) => void groups.push([job.name, data])
      const queue = await start([placed.job, both.job, cancelled.job])

      await queue.publish(world.db, 'order.placed', { groupId: 'g1' })
      await queue.drain()

      expect(groups.sort()).toEqual([
        ['both', { groupId: 'g1' }],
        ['placed', { groupId: 'g1' }],
      ])
    })

    it('asks a transaction for one job an event, and sends it on once however often that is repeated', async () => {
      const names = ['first-told', 'second-told', 'third-told']
      const told = names.map((name) => noting(name, { on: ['stock.changed'] }))
      const seen: unknown[] = []
      for (const { job } of told) job.handle = async (_ctx, data) => void seen.push([job.name, data])
      const queue = await start(told.map(({ job }) => job))
      const before = (await queue.stats()).waiting

      await queue.publish(world.db, 'stock.changed', { variantIds: ['v1'] })
      expect((await queue.stats()).waiting).toBe(before + 1)
      const [published] = await world.db.execute<{ data: object }>(
        `select data from pgboss.job where name = 'queue.spread-events' and state = 'created'`,
      )
      await queue.drain()
      await queue.send(world.db, 'queue.spread-events', published!.data)
      await queue.drain()

      expect(seen).toEqual(names.map((name) => [name, { variantIds: ['v1'] }]))
    })

    it('fails an event that no job waits for any more, and not those beside it', async () => {
      const told = ['one-told', 'other-told'].map((name) => noting(name, { on: ['shop.changed'] }))
      const seen: unknown[] = []
      for (const { job } of told) job.handle = async (_ctx, data) => void seen.push(data)
      const queue = await start(told.map(({ job }) => job))

      for (const [n, event] of ['shop.changed', 'order.shipped', 'shop.changed'].entries())
        await queue.send(world.db, 'queue.spread-events', { id: crypto.randomUUID(), event, data: { shopId: `s${n}` } })
      expect(await queue.drain()).toEqual({ done: 6, failed: 1 })

      expect(seen.map((data) => JSON.stringify(data)).sort()).toEqual(['s0', 's0', 's2', 's2'].map((shopId) => JSON.stringify({ shopId })))
      const failed = await world.db.execute(`
        select output ->> 'message' as message from pgboss.job where name = 'queue.spread-events' and state = 'retry'`)
      expect([...failed]).toEqual([{ message: 'no job waits for the event order.shipped' }])
      await world.db.execute(`delete from pgboss.job where name = 'queue.spread-events'`)
    })

    it('works off jobs that jobs send', async () => {
      const second = noting('second')
      const first = noting('first', { handle: async (ctx) => ctx.queue.send(ctx.db, 'second', { note: 'from the first' }) })
      const queue = await start([first.job, second.job])
      world.context.queue = queue

      await queue.send(world.db, 'first', { note: '' })
      expect(await queue.drain()).toEqual({ done: 2, failed: 0 })
      expect(second.seen).toEqual(['from the first'])
    })

    it('keeps a job for later until it is due', async () => {
      const { job, seen } = noting('later')
      const queue = await start([job])

      await queue.send(world.db, 'later', { note: 'soon' }, { startAfter: new Date(Date.now() + 600) })
      expect(await queue.drain()).toEqual({ done: 0, failed: 0 })
      await pause(700)
      await queue.drain()
      expect(seen).toEqual(['soon'])
    })

    it('keeps one waiting job a key, with the newest data', async () => {
      const { job, seen } = noting('coalesced')
      const queue = await start([job])

      await queue.send(world.db, 'coalesced', { note: 'old' }, { singletonKey: 'a' })
      await queue.send(world.db, 'coalesced', { note: 'new' }, { singletonKey: 'a' })
      await queue.send(world.db, 'coalesced', { note: 'other' }, { singletonKey: 'b' })
      await queue.drain()
      expect(seen.sort()).toEqual(['new', 'other'])

      await queue.send(world.db, 'coalesced', { note: 'again' }, { singletonKey: 'a' })
      await queue.drain()
      expect(seen).toHaveLength(3)
    })

    it('does not run a waiting job before a later change that asked for it has committed', async () => {
      const { job, seen } = noting('after-change')
      const queue = await start([job])
      await queue.send(world.db, 'after-change', { note: 'first' }, { singletonKey: 'a' })

      await world.db.transaction(async (tx) => {
        await queue.send(tx, 'after-change', { note: 'second' }, { singletonKey: 'a' })
        await queue.drain()
        expect(seen).toEqual([])
      })

      await queue.drain()
      expect(seen).toEqual(['second'])
    })

    it('tries a failed job again after a pause, then counts it among the dead letters', async () => {
      let tries = 0
      const { job } = noting('fails', {
        retries: 1,
        handle: async () => {
          tries++
          throw new Error('not today')
        },
      })
      const queue = await start([job])
      const before = (await queue.stats()).failed

      await queue.send(world.db, 'fails', { note: '' })
      expect(await queue.drain()).toEqual({ done: 0, failed: 1 })
      expect(await queue.drain()).toEqual({ done: 0, failed: 0 })
      await expect.poll(() => queue.drain(), { timeout: 8000, interval: 200 }).toEqual({ done: 0, failed: 1 })

      expect(tries).toBe(2)
      expect((await queue.stats()).failed).toBe(before + 1)
    })

    it('keeps of an error why it was, and not what was in the statement that failed', async () => {
      const { job } = noting('tells', {
        handle: async () => {
          throw new Error('Failed query: insert into users values ($1)\nparams: hunter2,ada@example.org')
        },
      })
      const queue = await start([job])
      await queue.send(world.db, 'tells', { note: '' })
      expect(await queue.drain()).toEqual({ done: 0, failed: 1 })
      const kept = await world.db.execute(`select output ->> 'message' as message from pgboss.job where name = 'tells'`)
      expect([...kept]).toEqual([{ message: 'Failed query: insert into users values ($1)' }])
      await world.db.execute(`delete from pgboss.job where name = 'tells'`)
    })

    it('works jobs soon after they are committed, also those another process sent', async () => {
      const { job, seen } = noting('worked')
      await start([job], true)
      const sender = await start([job])

      await sender.send(world.db, 'worked', { note: 'hello' })
      await expect.poll(() => seen, { timeout: 1500, interval: 20 }).toEqual(['hello'])
    })

    it('works a backlog off without a pause between jobs', async () => {
      const { job, seen } = noting('backlog', { concurrency: 2 })
      const queue = await start([job], true)
      for (let n = 0; n < 40; n++) await queue.send(world.db, 'backlog', { note: String(n) })
      await expect.poll(() => seen.length, { timeout: 3000, interval: 20 }).toBe(40)
    })

    it('leaves alone what was fetched beside a job that fails', async () => {
      const seen: string[] = []
      const { job } = noting('beside', {
        concurrency: 2,
        retries: 0,
        handle: async (_ctx, { note }) => {
          if (note === '3') throw new Error('not this one')
          seen.push(note)
        },
      })
      const queue = await start([job])
      for (let n = 0; n < 8; n++) await queue.send(world.db, 'beside', { note: String(n) })
      const before = (await queue.stats()).failed
      await start([job], true)

      await expect.poll(() => seen.toSorted().join(''), { timeout: 3000, interval: 20 }).toBe('0124567')
      await expect.poll(async () => (await queue.stats()).failed, { timeout: 3000 }).toBe(before + 1)
      await pause(100)
      expect(seen).toHaveLength(7)
    })

    it('hands over at once what waits for a job that handles it together', async () => {
      const lists: string[][] = []
      const { job } = noting('together', { handleTogether: async (_ctx, list) => void lists.push(list.map(({ note }) => note)) })
      const queue = await start([job])
      for (let n = 0; n < 30; n++) await queue.send(world.db, 'together', { note: String(n) })
      await start([job], true)

      await expect.poll(() => lists.flat().length, { timeout: 3000, interval: 20 }).toBe(30)
      expect(lists.length).toBeLessThan(4)
    })

    it('handles one by one what failed together, so that one that always fails leaves the others alone', async () => {
      const seen: string[] = []
      const { job } = noting('poisoned', {
        retries: 0,
        handle: async (_ctx, { note }) => {
          if (note === '3') throw new Error('never this one')
          seen.push(note)
        },
        handleTogether: async (_ctx, list) => {
          if (list.some(({ note }) => note === '3')) throw new Error('not with this one')
          seen.push(...list.map(({ note }) => note))
        },
      })
      const queue = await start([job])
      for (let n = 0; n < 8; n++) await queue.send(world.db, 'poisoned', { note: String(n) })
      const before = (await queue.stats()).failed
      await start([job], true)

      await expect.poll(async () => (await queue.stats()).failed, { timeout: 3000 }).toBe(before + 1)
      expect(seen.toSorted().join('')).toBe('0124567')
      expect(await queue.drain()).toEqual({ done: 0, failed: 0 })
    })

    it('takes a handler that throws at once for one that fails, and leaves the jobs beside it alone', async () => {
      const seen: string[] = []
      const { job } = noting('throws', {
        retries: 0,
        concurrency: 2,
        handle: (_ctx, { note }) => {
          if (note === '3') throw new Error('not even a promise')
          seen.push(note)
          return Promise.resolve()
        },
      })
      const together = noting('throws-together', {
        retries: 0,
        handle: job.handle,
        handleTogether: (ctx, list) =>
          job.handle(
            ctx,
            list.find(({ note }) => note === '3')!,
          ),
      })
      const queue = await start([job, together.job])
      for (const name of ['throws', 'throws-together']) for (let n = 0; n < 6; n++) await queue.send(world.db, name, { note: String(n) })
      const before = (await queue.stats()).failed
      await start([job, together.job], true)

      await expect.poll(async () => (await queue.stats()).waiting, { timeout: 3000 }).toBe(0)
      await expect.poll(async () => (await queue.stats()).failed, { timeout: 3000 }).toBe(before + 2)
      expect(seen.toSorted().join('')).toBe('0011224455')
    })

    it('tries again only those of which it was said that they failed, each with its own reason', async () => {
      const sent: string[] = []
      const { job } = noting('partly', {
        handleTogether: (_ctx, list) =>
          tryEach(list, 2, async ({ note }) => {
            if (note.startsWith('bad')) throw new Error(`no ${note}`)
            sent.push(note)
          }),
      })
      const queue = await start([job])
      for (const note of ['a', 'bad1', 'b', 'bad2', 'c']) await queue.send(world.db, 'partly', { note })

      expect(await queue.drain()).toEqual({ done: 3, failed: 2 })
      expect(sent.toSorted()).toEqual(['a', 'b', 'c'])
      const waiting = await world.db.execute(`
        select data ->> 'note' as note, output ->> 'message' as message from pgboss.job where name = 'partly' and state = 'retry' order by note`)
      expect([...waiting]).toEqual([
        { note: 'bad1', message: 'no bad1' },
        { note: 'bad2', message: 'no bad2' },
      ])
    })

    it('lets jobs that are handled together gather a moment', async () => {
      const lists: number[] = []
      const { job } = noting('gathers', { handleTogether: async (_ctx, list) => void lists.push(list.length) })
      job.handle = async () => void lists.push(1)
      const queue = await start([job], true)
      for (let n = 0; n < 12; n++) {
        await queue.send(world.db, 'gathers', { note: String(n) })
        await pause(20)
      }
      await expect.poll(() => lists.reduce((all, some) => all + some, 0), { timeout: 3000, interval: 20 }).toBe(12)
      expect(lists.length).toBeLessThan(5)
    })

    it('works what has become due within seconds', async () => {
      const { job, seen } = noting('due')
      const queue = await start([job], true)
      await queue.send(world.db, 'due', { note: 'now due' }, { startAfter: new Date(Date.now() + 1000) })
      await expect.poll(() => seen, { timeout: 4000, interval: 50 }).toEqual(['now due'])
    })

    it('repeats a failed job within seconds', async () => {
      let tries = 0
      const { job } = noting('repeats', {
        handle: async () => {
          if (++tries < 2) throw new Error('not yet')
        },
      })
      const queue = await start([job], true)
      await queue.send(world.db, 'repeats', { note: '' })
      await expect.poll(() => tries, { timeout: 8000, interval: 50 }).toBe(2)
    })

    it('drains while it works, and comes back when nothing is left', async () => {
      const { job, seen } = noting('both-ways', {
        concurrency: 2,
        handle: async (_ctx, { note }) => {
          await pause(50)
          seen.push(note)
        },
      })
      const queue = await start([job], true)

      for (let n = 0; n < 6; n++) await queue.send(world.db, 'both-ways', { note: String(n) })
      await queue.drain()
      expect(seen.sort()).toEqual(['0', '1', '2', '3', '4', '5'])
    })

    it('counts what waits', async () => {
      const { job } = noting('counted')
      const queue = await start([job])
      await queue.send(world.db, 'counted', { note: '' })
      await pause(50)

      const { waiting, oldestSeconds } = await queue.stats()
      expect(waiting).toBe(1)
      expect(oldestSeconds).toBeGreaterThan(0.04)
      expect(oldestSeconds).toBeLessThan(5)
      await queue.drain()
      expect(await queue.stats()).toMatchObject({ waiting: 0, oldestSeconds: 0 })
    })

    it('takes what a job sends that still runs while it stops', async () => {
      const { job, seen } = noting('sent-late')
      let isRunning = () => {}
      const begun = new Promise<void>((resolve) => (isRunning = resolve))
      const sending: Job<{ note: string }> = {
        name: 'sends-late',
        async handle(_ctx, { note }) {
          isRunning()
          await pause(300)
          await queue.send(world.db, 'sent-late', { note })
        },
      }
      const queue = await start([job, sending], true)
      await queue.send(world.db, 'sends-late', { note: 'late' })
      await begun
      await queue.stop(5)

      await (await start([job, sending])).drain()
      expect(seen).toEqual(['late'])
    })

    it('refuses to send before it has started and after it has stopped', async () => {
      const { job } = noting('closed')
      const queue = await start([job])
      expect(queue.isReady()).toBe(true)
      await queue.stop(1)

      expect(queue.isReady()).toBe(false)
      await expect(queue.send(world.db, 'closed', { note: '' })).rejects.toMatchObject({ code: 'queue.unavailable' })
    })
  })
}
