import type { Logger as PinoLogger } from 'pino'

/** Structured logs. Secrets are redacted by key, so log objects, not sentences with values in them. */
export type Logger = Pick<PinoLogger, 'level' | 'debug' | 'info' | 'warn' | 'error' | 'child'>
