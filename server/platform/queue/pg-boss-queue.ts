import type { Database } from '#db/client'
import { PgBoss } from 'pg-boss'
import type { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../context'
import { runPreparedText } from '../database/run-prepared'
import { DomainError } from '../errors'
import type { Logger } from '../logger/logger'
import { newId } from '../clock/ids'
import type { Job, JobOptions, Queue } from './queue'
import { startWorkers, type Workers } from './workers'

/** Where jobs go whose every try failed; nobody works it, `souk` requeues from it. */
export const DEAD_LETTERS = 'dead-letters'

const DEFAULT_RETRIES = 12
const SECONDS_BETWEEN_LOGGED_ERRORS = 10

type AnyJob = Job<unknown>

interface Running {
  boss: PgBoss
  jobs: Map<string, AnyJob>
  context: () => Context
}

/** The queue on the app's own Postgres: what a transaction sends is stored, and therefore delivered, with it. */
export function createPgBossQueue(options: { url: string; log: Logger; connections?: number }): Queue {
  const { log } = options
  let running: Running | null = null
  let workers: Workers | null = null

  function started(): Running {
    if (!running) throw new DomainError('unavailable', 'queue.unavailable', 'The queue is not ready yet.')
    return running
  }

  async function handle({ jobs, context }: Running, name: string, found: readonly { id: string; data: unknown }[]): Promise<void> {
    const log = context().log.child({ job: name, jobId: found.map(({ id }) => id).join(' ') })
    const ctx = { ...context(), log }
    const { handle, handleTogether } = jobs.get(name)!
    const list = found.map(({ data }) => data)
    try {
      if (handleTogether) await handleTogether(ctx, list)
      else for (const data of list) await handle(ctx, data)
    } catch (error) {
      log.error({ error }, 'a job failed')
      throw error
    }
  }

  async function send(db: Database, name: string, data: object, { singletonKey, startAfter }: JobOptions = {}): Promise<void> {
    const { boss } = started()
    const connection = {
      executeSql: async (text: string, values: unknown[] = []) => ({ rows: await runPreparedText(db, { sql: text, params: values }) }),
    }
    if (singletonKey) await boss.upsert(name, data, { singletonKey, startAfter: startAfter ?? 0, db: connection })
    else await boss.send(name, data, { singletonKey: newId(), startAfter, db: connection })
  }

  return {
    send,

    async publish(db, event, data) {
      const concerned = [...started().jobs.values()].filter((job) => job.on?.includes(event))
      await Promise.all(concerned.map((job) => send(db, job.name, data)))
    },

    isReady: () => running !== null,

    async start(list, { work, context }) {
      const jobs = new Map(list.map((job) => [job.name, job as AnyJob]))
      if (jobs.size < list.length) throw new Error('two jobs have one name')

      const boss = new PgBoss({
        connectionString: options.url,
        application_name: 'souk-queue',
        max: options.connections ?? 3,
        connectionTimeoutMillis: 5000,
        migrate: false,
        supervise: work,
        schedule: work,
        useListenNotify: work,
        superviseIntervalSeconds: 15,
        monitorIntervalSeconds: 15,
      })
      boss.on('error', logEverySoOften(log, 'the queue met an error'))
      boss.on('warning', (warning) => log.warn({ warning }, 'the queue warns'))
      await openWithoutCrashing(boss)

      try {
        await boss.start()
        await registerQueues(boss, [...jobs.values()])
        if (work) {
          const working: Running = { boss, jobs, context }
          await keepSchedules(boss, [...jobs.values()])
          const queues = [...jobs.values()].map(({ name, concurrency = 1, handleTogether }) => ({
            name,
            concurrency,
            isTogether: handleTogether !== undefined,
          }))
          workers = await startWorkers(boss, queues, (name, found) => handle(working, name, found))
        }
      } catch (error) {
        await boss.stop({ graceful: false }).catch(() => {})
        throw error
      }
      running = { boss, jobs, context }
    },

    async drain() {
      const active = started()
      const { boss, jobs } = active
      const result = { done: 0, failed: 0 }

      for (;;) {
        let found = 0
        for (const name of jobs.keys()) {
          for (const job of await boss.fetch(name, { batchSize: 20 })) {
            found++
            const held = setInterval(() => void boss.touch(name, job).catch(() => {}), 10_000)
            try {
              await handle(active, name, [job])
              await boss.complete(name, job)
              result.done++
            } catch (error) {
              await boss.fail(name, job, failureOf(error))
              result.failed++
            } finally {
              clearInterval(held)
            }
          }
        }
        if (found > 0) continue
        if (!boss.getWipData().some((worker) => worker.count > 0)) return result
        await pause(20)
      }
    },

    async stats() {
      const { boss, jobs } = started()
      const { rows } = await boss.getDb().executeSql(
        `select
           count(*) filter (where state < 'active' and start_after <= now() and name = any($1::text[]))::int as waiting,
           coalesce(extract(epoch from now() - min(start_after) filter (where state < 'active' and start_after <= now() and name = any($1::text[]))), 0)::float as "oldestSeconds",
           count(*) filter (where state < 'active' and name = $2)::int as failed
         from pgboss.job where state < 'active'`,
        [[...jobs.keys()], DEAD_LETTERS],
      )
      return rows[0]
    },

    async stop(seconds) {
      const stopping = running
      running = null
      workers?.stop()
      await stopping?.boss.stop({ timeout: seconds * 1000 })
    },
  }
}

/** Creates or updates the queue's tables; only `souk migrate` calls it. Concurrent callers wait for each other. */
export async function migrateQueue(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 2, migrate: true, supervise: false, schedule: false })
  const errors: unknown[] = []
  boss.on('error', (error) => errors.push(error))
  await openWithoutCrashing(boss)
  try {
    await boss.start()
    while ((await boss.getBamStatus()).some(({ status }) => status === 'pending' || status === 'in_progress')) {
      if (errors.length > 0) throw errors[0]
      await pause(200)
    }
  } finally {
    await boss.stop({ graceful: false }).catch(() => {})
  }
}

/**
 * A connection that breaks while a statement runs emits an error of its own, and without a listener
 * that ends the process; pg-boss listens to idle connections only.
 */
async function openWithoutCrashing(boss: PgBoss): Promise<void> {
  const db = boss.getDb() as unknown as { open(): Promise<void>; pool: EventEmitter }
  await db.open()
  db.pool.on('connect', (client: EventEmitter) => client.on('error', () => {}))
}

async function registerQueues(boss: PgBoss, jobs: AnyJob[]): Promise<void> {
  const existing = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
  if (!existing.has(DEAD_LETTERS))
    await boss.createQueue(DEAD_LETTERS, { deleteAfterSeconds: 30 * 24 * 3600, retentionSeconds: 30 * 24 * 3600 })

  for (const job of jobs) {
    const wanted = {
      retryLimit: job.retries ?? DEFAULT_RETRIES,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: 60,
      expireInSeconds: 15 * 60,
      heartbeatSeconds: 30,
      deleteAfterSeconds: 24 * 3600,
      deadLetter: DEAD_LETTERS,
      notify: true,
    }
    const known = existing.get(job.name)
    if (!known) await boss.createQueue(job.name, { ...wanted, policy: 'short' })
    else if (known.retryLimit !== wanted.retryLimit) await boss.updateQueue(job.name, wanted)
  }
}

async function keepSchedules(boss: PgBoss, jobs: AnyJob[]): Promise<void> {
  const wanted = new Map(jobs.filter((job) => job.schedule).map((job) => [job.name, job.schedule!]))
  const known = new Map((await boss.getSchedules()).map((schedule) => [schedule.name, schedule.cron]))
  for (const name of known.keys()) if (!wanted.has(name)) await boss.unschedule(name)
  for (const [name, cron] of wanted) if (known.get(name) !== cron) await boss.schedule(name, cron, {}, { tz: 'UTC' })
}

const failureOf = (error: unknown) => ({ message: error instanceof Error ? error.message : String(error) })

/** While Postgres is away every worker reports it again and again: one line says it. */
function logEverySoOften(log: Logger, message: string): (error: unknown) => void {
  let last = 0
  return (error) => {
    if (Date.now() - last < SECONDS_BETWEEN_LOGGED_ERRORS * 1000) return
    last = Date.now()
    log.warn({ error }, message)
  }
}
