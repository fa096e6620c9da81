import type { H3Event } from 'h3'
import { newId } from '#server/platform/clock/ids'
import type { Context, World } from '#server/platform/context'

let world: World | null = null

/** Called once, by the boot plugin, before the server takes requests. */
export function provideWorld(made: World): void {
  world = made
}

export function currentWorld(): World {
  if (!world) throw new Error('the world is not made yet')
  return world
}

/** The world as this request sees it; its logger carries the request's id. */
export function contextOf(event: H3Event): Context {
  const made = currentWorld()
  const log = event.context.requestId ? made.log.child({ request_id: event.context.requestId }) : made.log
  return { ...made, log, now: made.clock.estimate(), newId, afterCommit: null }
}
