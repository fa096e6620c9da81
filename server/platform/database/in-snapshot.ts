import type { Context } from '../context'

/** Runs reading `work` on the database as it is at one moment, whatever is written meanwhile. */
export const inSnapshot = <T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> =>
  ctx.db.transaction((tx) => work({ ...ctx, db: tx as unknown as Context['db'] }), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  })
