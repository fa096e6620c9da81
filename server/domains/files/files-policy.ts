import type { Actor } from '#server/platform/actor'

/** Whoever is signed in; whose shop or profile it is for is checked by the domain that the picture is for. */
export const mayStorePictures = (actor: Actor) => actor.userId !== null || actor.role === 'system'
