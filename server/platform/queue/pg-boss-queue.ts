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
import { handleAtOnce, handleEach, failureOf, type Failures } from './handle-jobs'
import { SPREAD_EVENTS, spreadEventsJob, type PublishedEvent } from './spread-events'
import { MOST_TOGETHER, startWorkers, type Workers } from './workers'

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
  let isReady = false
  let workers: Workers | null = null

  function started(): Running {
    if (!running) throw new DomainError('unavailable', 'queue.unavailable', 'The queue is not ready yet.')
    return running
  }

  /** Works jobs of one name; answers with what went wrong, by their ids. */
  async function handle({ jobs, context }: Running, name: string, found: readonly { id: string; data: unknown }[]): Promise<Failures> {
    const log = context().log.child({ job: name, jobId: found.map(({ id }) => id).join(' ') })
    const { handle, handleTogether } = jobs.get(name)!
    const failures = handleTogether
      ? await handleAtOnce({ handle, handleTogether }, { ...context(), log }, found)
      : await handleEach(handle, { ...context(), log }, found)
    for (const [jobId, error] of failures) log.error({ error, jobId }, 'a job failed')
    return failures
  }

  const connectionOf = (db: Database) => ({
    executeSql: async (text: string, values: unknown[] = []) => ({ rows: await runPreparedText(db, { sql: text, params: values }) }),
  })

  async function send(db: Database, name: string, data: object, { singletonKey, startAfter }: JobOptions = {}): Promise<void> {
    const { boss } = started()
    if (singletonKey) await boss.upsert(name, data, { singletonKey, startAfter: startAfter ?? 0, db: connectionOf(db) })
    else await boss.send(name, data, { singletonKey: newId(), startAfter, db: connectionOf(db) })
  }

  return {
    send,

    async publish(db, event, data) {
      const [first, ...others] = subscribersOf(started().jobs, event)
      if (!first) return
      const published: PublishedEvent = { id: newId(), event, data }
      if (others.length > 0) await send(db, SPREAD_EVENTS, published)
      else await send(db, first, data)
    },

    isReady: () => isReady,

    async start(list, { work, context }) {
      const jobs = new Map<string, AnyJob>()
      const spreading = spreadEventsJob(
        (event) => subscribersOf(jobs, event),
        (db, name, sent) => started().boss.insert(name, sent, { db: connectionOf(db) }),
      )
      for (const job of [spreading as AnyJob, ...(list as readonly AnyJob[])]) {
        if (jobs.has(job.name)) throw new Error(`two jobs have the name ${job.name}`)
        jobs.set(job.name, job)
      }

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
      keepPlans(boss)

      try {
        await boss.start()
        await registerQueues(boss, [...jobs.values()])
        // Jobs that wait already are worked while this goes on, and send others.
        const working: Running = { boss, jobs, context }
        running = working
        if (work) {
          await keepSchedules(boss, [...jobs.values()])
          const queues = [...jobs.values()].map(({ name, concurrency = 1, handleTogether }) => ({
            name,
            concurrency,
            isTogether: handleTogether !== undefined,
          }))
          workers = await startWorkers(boss, queues, (name, found) => handle(working, name, found))
        }
      } catch (error) {
        running = null
        await boss.stop({ graceful: false }).catch(() => {})
        throw error
      }
      isReady = true
    },

    async drain() {
      const active = started()
      const { boss, jobs } = active
      const result = { done: 0, failed: 0 }

      for (;;) {
        let found = 0
        for (const name of jobs.keys()) {
          const fetched = await boss.fetch(name, { batchSize: MOST_TOGETHER })
          if (fetched.length === 0) continue
          found += fetched.length
          const held = setInterval(() => void boss.touch(name, fetched).catch(() => {}), 10_000)
          try {
            const failures = await handle(active, name, fetched)
            for (const job of fetched) {
              if (failures.has(job.id)) await boss.fail(name, job, failureOf(failures.get(job.id)))
              else await boss.complete(name, job)
            }
            result.failed += failures.size
            result.done += fetched.length - failures.size
          } finally {
            clearInterval(held)
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

    async isBusy() {
      const { boss, jobs } = started()
      const { rows } = await boss.getDb().executeSql(
        `select from pgboss.version where cron_on > now() - interval '2 minutes' and exists (
           select from pgboss.job where state <= 'active' and start_after <= now() and name = any($1::text[])
         )`,
        [[...jobs.keys()]],
      )
      return rows.length > 0
    },

    async stop(seconds) {
      isReady = false
      workers?.stop()
      // Jobs that still run send others until they have ended.
      await running?.boss.stop({ timeout: seconds * 1000 })
      running = null
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
  const db = openable(boss)
  await db.open()
  db.pool.on('connect', (client: EventEmitter) => client.on('error', () => {}))
}

/**
 * Has Postgres keep the plans of the statements that take and end jobs: planning each takes longer than running it. Their texts
 * are few, one a queue to take and one for all to end.
 */
function keepPlans(boss: PgBoss): void {
  const db = openable(boss)
  const executeSql = db.executeSql.bind(db)
  const names = new Map<string, string>()
  db.executeSql = (text, values) => {
    if (!values?.length || !/^\s*WITH\b/.test(text)) return executeSql(text, values)
    let name = names.get(text)
    if (!name) names.set(text, (name = `queue-${names.size}`))
    return db.pool.query({ name, text, values })
  }
}

type Execute = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>
interface Openable {
  open(): Promise<void>
  executeSql: Execute
  pool: EventEmitter & { query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }> }
}

const openable = (boss: PgBoss) => boss.getDb() as unknown as Openable

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

/** The names of the jobs that an event causes. */
const subscribersOf = (jobs: ReadonlyMap<string, AnyJob>, event: string): string[] =>
  [...jobs.values()].filter(({ on }) => on?.some((known) => known === event)).map(({ name }) => name)

/** While Postgres is away every worker reports it again and again: one line says it. */
function logEverySoOften(log: Logger, message: string): (error: unknown) => void {
  let last = 0
  return (error) => {
    if (Date.now() - last < SECONDS_BETWEEN_LOGGED_ERRORS * 1000) return
    last = Date.now()
    log.warn({ error }, message)
  }
}
