import type { H3Event } from 'h3'
import { visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

/** Who sent this request. */
export async function actorOf(_event: H3Event, _ctx: Context): Promise<Actor> {
  return visitor()
}
