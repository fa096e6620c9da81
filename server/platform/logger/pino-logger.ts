import { createHmac } from 'node:crypto'
import pino, { type DestinationStream } from 'pino'
import type { Config } from '../config/config'
import type { Logger } from './logger'
import { redact, redactText } from './redact'

/** One JSON object a line, with a UTC time, to standard output or to `destination`. */
export function createLogger(config: Pick<Config, 'LOG_LEVEL'>, destination?: DestinationStream): Logger {
  return pino(
    {
      level: config.LOG_LEVEL,
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: {
        level: (label) => ({ level: label }),
        log: (object) => redact(object) as Record<string, unknown>,
        bindings: (bindings) => redact(bindings) as Record<string, unknown>,
      },
      serializers: { err: (error: unknown) => redact(error), error: (error: unknown) => redact(error) },
      hooks: {
        logMethod(parts, method) {
          method.apply(this, parts.map((part) => (typeof part === 'string' ? redactText(part) : part)) as Parameters<typeof method>)
        },
      },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  )
}

/** Says in a log that two lines concern one person, and not which. */
export const pseudonym = (config: Pick<Config, 'secret'>, userId: string): string =>
  createHmac('sha256', config.secret).update(userId).digest('hex').slice(0, 12)
