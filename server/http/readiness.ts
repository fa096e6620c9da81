import { sql } from 'drizzle-orm'
import type { World } from '#server/platform/context'
import { sqlState } from '#server/platform/database/in-transaction'
import { isDraining } from './drain'

const PATIENCE_MS = 1_500
const UNDEFINED_TABLE = '42P01'

export interface Readiness {
  status: 'ready' | 'degraded' | 'draining' | 'unavailable'
  parts: { database: 'up' | 'away' | 'not migrated'; queue: 'up' | 'starting'; redis?: 'up' | 'away' }
}

/** Whether this process can serve. Without Redis it can, with less: that is degraded, not away. */
export async function readiness(world: World, migrations: readonly string[]): Promise<Readiness> {
  const parts: Readiness['parts'] = {
    database: await withPatience(databaseState(world, migrations), 'away'),
    queue: world.queue.isReady() ? 'up' : 'starting',
    ...(world.config.REDIS_URL ? { redis: world.bus.isHealthy() && world.cache.isHealthy() ? ('up' as const) : ('away' as const) } : {}),
  }
  return { status: statusOf(parts), parts }
}

function statusOf({ database, queue, redis }: Readiness['parts']): Readiness['status'] {
  if (isDraining()) return 'draining'
  if (database !== 'up' || queue !== 'up') return 'unavailable'
  return redis === 'away' ? 'degraded' : 'ready'
}

/** A newer database is fine: while versions change over, the old nodes serve on. */
async function databaseState({ db }: World, migrations: readonly string[]): Promise<'up' | 'away' | 'not migrated'> {
  try {
    const applied = await db.execute<{ hash: string }>(sql`select hash from drizzle.__drizzle_migrations`)
    const done = new Set(applied.map(({ hash }) => hash))
    return migrations.every((hash) => done.has(hash)) ? 'up' : 'not migrated'
  } catch (error) {
    return sqlState(error) === UNDEFINED_TABLE ? 'not migrated' : 'away'
  }
}

function withPatience<T>(asking: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout
  const late = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise), PATIENCE_MS)))
  return Promise.race([asking, late]).finally(() => clearTimeout(timer))
}
