import { createHmac } from 'node:crypto'
import pino, { type Bindings, type DestinationStream } from 'pino'
import type { Config } from '../config/config'
import type { Logger } from './logger'
import { redact, redactText } from './redact'

/** One JSON object a line, with a UTC time, to standard output or to `destination`. */
export function createLogger(config: Pick<Config, 'LOG_LEVEL'>, destination?: DestinationStream): Logger {
  const logger = pino(
    {
      level: config.LOG_LEVEL,
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: {
        level: (label) => ({ level: label }),
        log: (object) => redact(object) as Record<string, unknown>,
      },
      serializers: { err: (error: unknown) => redact(error), error: (error: unknown) => redact(error) },
      hooks: {
        logMethod(parts, method) {
          method.apply(this, parts.map((part) => (typeof part === 'string' ? redactText(part) : part)) as Parameters<typeof method>)
        },
      },
    },
    destination ?? standardOutput(),
  )

  // pino formats the bindings of the first logger only; children inherit this.
  const { child } = logger
  logger.child = function (this: typeof logger, bindings: Bindings, ...rest: unknown[]) {
    return Reflect.apply(child, this, [redact(bindings), ...rest])
  } as typeof logger.child
  return logger
}

let output: ReturnType<typeof pino.destination> | null = null

/** Lines are written a few at a time: a system call each would cost more than many an answer. */
function standardOutput() {
  if (output) return output
  const made = pino.destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 250 })
  process.on('exit', () => made.flushSync())
  return (output = made)
}

/** Says in a log that two lines concern one person, and not which. */
export const pseudonym = (config: Pick<Config, 'secret'>, userId: string): string =>
  createHmac('sha256', config.secret).update(userId).digest('hex').slice(0, 12)
