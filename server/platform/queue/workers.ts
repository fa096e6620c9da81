import type { PgBoss } from 'pg-boss'

const LOOK_FOR_DUE_MS = 1000

const WITH_DUE_JOBS = `
  select queue.name from unnest($1::text[]) as queue(name)
  where exists (select 1 from pgboss.job where job.name = queue.name and state < 'active' and start_after <= now())`

export interface Workers {
  stop(): void
}

/**
 * Works the queues. pg-boss wakes a worker when a job is committed and else every 30 seconds; so a worker that
 * found a job looks for the next at once, and one question a second finds what has become due: repetitions and
 * jobs for later.
 */
export async function startWorkers(
  boss: PgBoss,
  queues: readonly { name: string; concurrency: number }[],
  handle: (name: string, id: string, data: unknown) => Promise<void>,
): Promise<Workers> {
  const workerIds = new Map<string, string[]>()

  for (const { name, concurrency } of queues) {
    const ids: string[] = []
    workerIds.set(name, ids)
    for (let n = 0; n < concurrency; n++) {
      let own = ''
      own = await boss.work(name, { batchSize: 1 }, async ([job]) => {
        boss.notifyWorker(own)
        await handle(name, job!.id, job!.data)
      })
      ids.push(own)
    }
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

async function wakeForDueJobs(boss: PgBoss, workerIds: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const { rows } = await boss.getDb().executeSql(WITH_DUE_JOBS, [[...workerIds.keys()]])
  for (const { name } of rows as { name: string }[]) for (const id of workerIds.get(name)!) boss.notifyWorker(id)
}
