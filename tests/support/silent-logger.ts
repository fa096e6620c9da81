import { createLogger } from '#server/platform/logger/pino-logger'

export const silentLogger = createLogger({ LOG_LEVEL: 'silent' })
