import type { Job, JobResult, PgBoss } from 'pg-boss'
import { setTimeout as pause } from 'node:timers/promises'
import { failureOf, type Failures } from './handle-jobs'

const LOOK_FOR_DUE_MS = 1000
/** Jobs that are handled several at once are short: so many are fetched for each of those. */
const FETCHED_EACH = 4
export const MOST_TOGETHER = 20
/** Where jobs are handled together and do not come in heaps already, this long others may gather. */
const GATHERED_FOR_MS = 250

/**
 * No job has a group, so this limits nothing; but with it pg-boss takes jobs by a list of ids, and else Postgres, until it has
 * counted the table, reads through all that were ever done of a queue to take one.
 */
const FETCHED_BY_IDS = { groupConcurrency: 1 }

const WITH_DUE_JOBS = `
  select queue.name from unnest($1::text[]) as queue(name)
  where exists (select 1 from pgboss.job where job.name = queue.name and state < 'active' and not blocked and start_after <= now())`

export interface Workers {
  stop(): void
}

interface Worked {
  name: string
  concurrency: number
  /** Whatever waits is handled at once. */
  isTogether: boolean
}

type Handle = (name: string, found: readonly Job<unknown>[]) => Promise<Failures>

/**
 * Works the queues. pg-boss wakes a worker when a job is committed and else every 30 seconds; so a worker that
 * found as many as it fetches looks for more at once, and one question a second finds what has become due: repetitions
 * and jobs for later.
 */
export async function startWorkers(boss: PgBoss, queues: readonly Worked[], handle: Handle): Promise<Workers> {
  const workerIds = new Map<string, string>()

  for (const { name, concurrency, isTogether } of queues) {
    const batchSize = isTogether ? MOST_TOGETHER : concurrency === 1 ? 1 : concurrency * FETCHED_EACH
    const id: string = await boss.work<unknown>(name, { batchSize, perJobResults: true, ...FETCHED_BY_IDS }, async (found) => {
      const isFull = found.length === batchSize
      if (isFull) boss.notifyWorker(id)
      const others = isTogether && !isFull ? pause(GATHERED_FOR_MS) : null
      const failures = await (isTogether ? handle(name, found) : severalAtOnce(found, concurrency, (job) => handle(name, [job])))
      await others
      return found.map((job) => resultOf(job, failures))
    })
    workerIds.set(name, id)
  }

  let looking = false
  const look = setInterval(() => {
    if (looking) return
    looking = true
    wakeForDueJobs(boss, workerIds)
      .catch(() => {})
      .finally(() => (looking = false))
  }, LOOK_FOR_DUE_MS)
  look.unref()
  return { stop: () => clearInterval(look) }
}

/** One that fails leaves the others alone. */
async function severalAtOnce(
  found: readonly Job<unknown>[],
  concurrency: number,
  handle: (job: Job<unknown>) => Promise<Failures>,
): Promise<Failures> {
  const waiting = [...found]
  const failures = new Map<string, unknown>()
  const lane = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) for (const [id, error] of await handle(job)) failures.set(id, error)
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, found.length) }, lane))
  return failures
}

const resultOf = ({ id }: Job<unknown>, failures: Failures): JobResult =>
  failures.has(id) ? { id, status: 'failed', output: failureOf(failures.get(id)) } : { id, status: 'completed' }

async function wakeForDueJobs(boss: PgBoss, workerIds: ReadonlyMap<string, string>): Promise<void> {
  const { rows } = await boss.getDb().executeSql(WITH_DUE_JOBS, [[...workerIds.keys()]])
  for (const { name } of rows as { name: string }[]) boss.notifyWorker(workerIds.get(name)!)
}
