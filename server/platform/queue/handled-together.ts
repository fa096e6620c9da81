import type { Context } from '../context'
import type { Job } from './queue'

/** The handlers of a job whose work is a list: one alone is a list of one. */
export const handledTogether = <Data>(
  work: (ctx: Context, list: readonly Data[]) => Promise<void>,
): Required<Pick<Job<Data>, 'handle' | 'handleTogether'>> => ({ handle: (ctx, data) => work(ctx, [data]), handleTogether: work })
