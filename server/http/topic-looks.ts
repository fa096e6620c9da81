import type { Context, World } from '#server/platform/context'
import { contextOf } from '#server/platform/world'
import type { SocketTopic } from './socket-topics'

const LOOK_MS = 1000
/** What cannot be looked up is asked for by whoever watches it, no more often than without a socket. */
const ASK_AGAIN_MS = 30_000

/** By topic. */
interface Found {
  revs: ReadonlyMap<string, number>
  signs: ReadonlyMap<string, string>
}
const NOTHING: Found = { revs: new Map(), signs: new Map() }

interface Watching {
  /** Every topic that is watched on this node. */
  watched: () => Iterable<string>
  /** Tells everyone who watches it here that there is something, up to `rev` where it is counted. */
  tell: (topic: string, rev?: number) => void
}

/**
 * Looks in the database for what may have changed without being heard of. While this node does not hear the others it does so every
 * second, and once more when it does again; all of one kind of topic with one question.
 */
export function createTopicLooks(world: World, topics: Readonly<Record<string, SocketTopic>>, { watched, tell }: Watching) {
  let known = NOTHING
  let askedAt = 0
  let hears = true
  let looking = false

  const timer = setInterval(() => void keepLooking(), LOOK_MS)
  timer.unref()

  async function keepLooking(): Promise<void> {
    if (world.bus.isHealthy()) return hears ? undefined : again()
    if (hears) [known, askedAt] = [NOTHING, Date.now()]
    hears = false
    if (looking) return
    looking = true
    try {
      const found = await lookUpBoth()
      for (const topic of new Set([...found.revs.keys(), ...found.signs.keys()]))
        if (known.signs.get(topic) !== found.signs.get(topic)) tell(topic)
        else if (known.revs.get(topic) !== found.revs.get(topic)) tell(topic, found.revs.get(topic))
      known = found
    } catch (error) {
      world.log.debug({ error }, 'what is watched could not be looked up')
    } finally {
      looking = false
    }
    if (Date.now() - askedAt < ASK_AGAIN_MS) return
    askedAt = Date.now()
    for (const topic of watched()) if (!kindOf(topic)?.revs) tell(topic)
  }

  /** Everybody looks again: they know what they have where changes are counted, else they ask. */
  async function again(): Promise<void> {
    const told = hears ? NOTHING : known
    hears = true
    const all = [...watched()]
    const { revs, signs } = await lookUpBoth().catch(() => NOTHING)
    for (const topic of all) tell(topic, told.signs.get(topic) === signs.get(topic) ? revs.get(topic) : undefined)
  }

  /** For who begins to watch, what may have come before they did; where that cannot be looked up they ask. */
  async function at(topic: string, tellThem: (rev?: number) => unknown): Promise<void> {
    const [, id] = partsOf(topic)
    const look = kindOf(topic)?.revs
    if (!look) return
    const revs = await look(contextOf(world), [id]).catch(() => null)
    const rev = revs?.get(id)
    if (!revs || rev !== undefined) tellThem(rev)
  }

  const lookUpBoth = async (): Promise<Found> => ({
    revs: await lookUp((kind) => kind.revs),
    signs: await lookUp((kind) => kind.signs),
  })

  async function lookUp<T>(
    how: (kind: SocketTopic) => ((ctx: Context, ids: readonly string[]) => Promise<ReadonlyMap<string, T>>) | undefined,
  ): Promise<Map<string, T>> {
    const found = new Map<string, T>()
    for (const [kind, watchedOfKind] of Map.groupBy(watched(), (topic) => partsOf(topic)[0])) {
      const look = topics[kind] && how(topics[kind])
      if (!look) continue
      const ids = watchedOfKind.map((topic) => partsOf(topic)[1])
      for (const [id, state] of await look(contextOf(world), ids)) found.set(`${kind}:${id}`, state)
    }
    return found
  }

  const kindOf = (topic: string): SocketTopic | undefined => topics[partsOf(topic)[0]]

  return { again, at, stop: () => clearInterval(timer) }
}

const partsOf = (topic: string) => topic.split(':', 2) as [kind: string, id: string]
