import type { Job, JobResult, PgBoss } from 'pg-boss'

const LOOK_FOR_DUE_MS = 1000
/** Jobs that are handled several at once are short: so many are fetched for each of those. */
const FETCHED_EACH = 4
const MOST_TOGETHER = 50

const WITH_DUE_JOBS = `
  select queue.name from unnest($1::text[]) as queue(name)
  where exists (select 1 from pgboss.job where job.name = queue.name and state < 'active' and start_after <= now())`

export interface Workers {
  stop(): void
}

interface Worked {
  name: string
  concurrency: number
  /** Whatever waits is handled at once. */
  isTogether: boolean
}

type Handle = (name: string, found: readonly Job<unknown>[]) => Promise<void>

/**
 * Works the queues. pg-boss wakes a worker when a job is committed and else every 30 seconds; so a worker that
 * found a job looks for the next at once, and one question a second finds what has become due: repetitions and
 * jobs for later.
 */
export async function startWorkers(boss: PgBoss, queues: readonly Worked[], handle: Handle): Promise<Workers> {
  const workerIds = new Map<string, string>()

  for (const { name, concurrency, isTogether } of queues) {
    const batchSize = isTogether ? MOST_TOGETHER : concurrency === 1 ? 1 : concurrency * FETCHED_EACH
    const work = isTogether ? allTogether : severalAtOnce(concurrency)
    const id: string = await boss.work<unknown>(name, { batchSize, perJobResults: true }, (found) => {
      boss.notifyWorker(id)
      return work(found, (jobs) => handle(name, jobs))
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

type Work = (found: readonly Job<unknown>[], handle: (jobs: readonly Job<unknown>[]) => Promise<void>) => Promise<JobResult[]>

const allTogether: Work = async (found, handle) => {
  const outcome = await outcomeOf(() => handle(found))
  return found.map(({ id }) => ({ id, ...outcome }))
}

/** One that fails leaves the others alone. */
const severalAtOnce =
  (concurrency: number): Work =>
  async (found, handle) => {
    const waiting = [...found]
    const results: JobResult[] = []
    const lane = async () => {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        const one = job
        results.push({ id: one.id, ...(await outcomeOf(() => handle([one]))) })
      }
    }
    await Promise.all(Array.from({ length: Math.min(concurrency, found.length) }, lane))
    return results
  }

const outcomeOf = (work: () => Promise<void>): Promise<Omit<JobResult, 'id'>> =>
  work().then(
    () => ({ status: 'completed' as const }),
    (error: unknown) => ({ status: 'failed' as const, output: { message: error instanceof Error ? error.message : String(error) } }),
  )

async function wakeForDueJobs(boss: PgBoss, workerIds: ReadonlyMap<string, string>): Promise<void> {
  const { rows } = await boss.getDb().executeSql(WITH_DUE_JOBS, [[...workerIds.keys()]])
  for (const { name } of rows as { name: string }[]) boss.notifyWorker(workerIds.get(name)!)
}
