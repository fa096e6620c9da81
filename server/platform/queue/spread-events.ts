import type { Database } from '#db/client'
import type { Context } from '../context'
import { handledTogether } from './handled-together'
import type { Job } from './queue'

export const SPREAD_EVENTS = 'queue.spread-events'

/** An event that several jobs wait for; `id` is this one time. */
export interface PublishedEvent {
  id: string
  event: string
  data: object
}

interface SentJob {
  id: string
  singletonKey: string
  data: object
}

/**
 * Sends events on to the jobs that wait for them, so that a change pays for one job however many there are. Those have the
 * id of the event, which a queue takes once: an event that is spread again sends nothing twice. Throws if nobody waits for
 * an event, as after an update that took its subscribers away.
 */
export function spreadEventsJob(
  subscribersOf: (event: string) => readonly string[],
  insert: (db: Database, name: string, jobs: SentJob[]) => Promise<unknown>,
): Job<PublishedEvent> {
  async function spread(ctx: Context, list: readonly PublishedEvent[]): Promise<void> {
    const sent = new Map<string, SentJob[]>()
    for (const { id, event, data } of list) {
      const names = subscribersOf(event)
      if (names.length === 0) throw new Error(`no job waits for the event ${event}`)
      for (const name of names) sent.set(name, [...(sent.get(name) ?? []), { id, singletonKey: id, data }])
    }
    await ctx.db.transaction((tx) => Promise.all([...sent].map(([name, jobs]) => insert(tx, name, jobs))))
  }

  return { name: SPREAD_EVENTS, ...handledTogether(spread) }
}
