import { Redis } from 'ioredis'
import type { Logger } from '../logger/logger'

const COMMAND_TIMEOUT_MS = 300
const PAUSE_AFTER_FAILURE_MS = 1000

/**
 * The connection to Redis that its drivers share. Redis holds nothing that may not be lost, so a command
 * either answers quickly or its fallback does: nothing waits for a Redis that is away.
 */
export interface RedisLink {
  /** What `command` answers, or `fallback` when Redis is away, slow or refuses. Never throws by itself. */
  run<T>(command: (redis: Redis) => Promise<T>, fallback: () => T | Promise<T>): Promise<T>
  isHealthy(): boolean
  /** Another connection with the same address, for subscribing. */
  subscriber(): Redis
  close(): Promise<void>
}

export function openRedisLink({ url, log }: { url: string; log: Logger }): RedisLink {
  const reconnect = { retryStrategy: (attempt: number) => Math.min(attempt * 100, 1000), connectTimeout: 2000, keepAlive: 5000 }
  const redis = new Redis(url, {
    ...reconnect,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectionName: 'souk',
  })
  const others: Redis[] = []
  let wasReady = false
  let pausedUntil = 0

  redis.on('ready', () => {
    wasReady = true
    log.info('redis is there')
  })
  redis.on('close', () => {
    if (wasReady) log.warn('redis is away: limits are counted per process, nothing is cached between processes')
    wasReady = false
  })
  redis.on('error', (error) => log.debug({ error }, 'redis met an error'))

  const isHealthy = () => redis.status === 'ready' && Date.now() >= pausedUntil

  return {
    async run(command, fallback) {
      if (!isHealthy()) return fallback()
      try {
        return await command(redis)
      } catch (error) {
        pausedUntil = Date.now() + PAUSE_AFTER_FAILURE_MS
        log.debug({ error }, 'redis did not answer')
        return fallback()
      }
    },
    isHealthy,
    subscriber() {
      const other = new Redis(url, {
        ...reconnect,
        autoResubscribe: false,
        maxRetriesPerRequest: null,
        commandTimeout: COMMAND_TIMEOUT_MS,
        connectionName: 'souk-bus',
      })
      other.on('error', (error) => log.debug({ error }, 'redis met an error'))
      others.push(other)
      return other
    },
    async close() {
      for (const connection of [redis, ...others]) connection.disconnect()
    },
  }
}
