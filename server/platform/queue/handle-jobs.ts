import type { Context } from '../context'
import { redactText } from '../logger/redact'
import type { Job } from './queue'
import { SomeFailed } from './some-failed'

/** What went wrong, by the ids of the jobs; empty if nothing did. */
export type Failures = ReadonlyMap<string, unknown>

type Handlers = Required<Pick<Job, 'handle' | 'handleTogether'>>
type Found = readonly { id: string; data: unknown }[]

/** Handles jobs one after the other; one that fails leaves the others alone. */
export async function handleEach(handle: Handlers['handle'], ctx: Context, found: Found): Promise<Failures> {
  const failures = new Map<string, unknown>()
  for (const { id, data } of found) {
    try {
      await handle(ctx, data)
    } catch (error) {
      failures.set(id, causeOf(error))
    }
  }
  return failures
}

/** Handles jobs together, and where that fails without a word of which of them, one after the other. */
export async function handleAtOnce({ handle, handleTogether }: Handlers, ctx: Context, found: Found): Promise<Failures> {
  if (found.length === 1) return handleEach(handle, ctx, found)
  try {
    await handleTogether(
      ctx,
      found.map(({ data }) => data),
    )
    return new Map()
  } catch (error) {
    if (error instanceof SomeFailed) return new Map([...error.failures].map(([place, cause]) => [found[place]!.id, cause]))
    ctx.log.warn({ error }, 'jobs failed together and are handled one by one')
    return handleEach(handle, ctx, found)
  }
}

/** Of a single job that was handled as a list of one: what went wrong with it. */
const causeOf = (error: unknown): unknown => (error instanceof SomeFailed ? [...error.failures.values()][0] : error)

/** What is kept of an error: why it was, as logs say it. */
export const failureOf = (error: unknown) => ({ message: redactText(error instanceof Error ? error.message : String(error)) })
