import type { Database } from '#db/client'
import type { Context } from '#server/platform/context'
import type { Job, Queue } from '#server/platform/queue/queue'
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
