import type { Context } from '#server/platform/context'
import { codeAt } from './totp'

/** The code an authenticator app with this secret shows now; stands in for a phone in demo mode. */
export const demoCode = (ctx: Pick<Context, 'now'>, secret: string): string => codeAt(secret, ctx.now)
