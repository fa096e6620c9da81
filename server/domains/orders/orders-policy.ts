import type { Actor } from '#server/platform/actor'
import type { Config } from '#server/platform/config/config'
import { isAccessKey } from './access-key'

/** Its buyer, whoever holds the key of its link, and admins. */
export const mayReadOrderGroup = (
  config: Pick<Config, 'secret'>,
  actor: Actor,
  group: { number: string; userId: string | null },
  key: string | null,
): boolean =>
  mayListEverything(actor) ||
  (actor.userId !== null && actor.userId === group.userId) ||
  (key !== null && isAccessKey(config, group.number, key))

export const mayListEverything = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
