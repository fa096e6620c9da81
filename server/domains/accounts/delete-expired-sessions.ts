import type { Context } from '#server/platform/context'
import { luciaFor } from './lucia'

/** Clears away sessions that nobody came back to; the others end when their token is shown again. */
export const deleteExpiredSessions = (ctx: Context): Promise<void> => luciaFor(ctx, false).deleteExpiredSessions()
