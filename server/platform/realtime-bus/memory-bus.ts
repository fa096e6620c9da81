import type { Logger } from '../logger/logger'
import { createListeners } from './listeners'
import type { RealtimeBus } from './realtime-bus'

/** The bus of a single process. */
export function createMemoryBus({ log }: { log: Logger }): RealtimeBus {
  const listeners = createListeners((error) => log.error({ error }, 'a listener on the bus failed'))

  return {
    async publish(channel, message) {
      const copy: unknown = JSON.parse(JSON.stringify(message))
      queueMicrotask(() => listeners.deliver(channel, copy))
    },
    subscribe: listeners.add,
    settled: async () => {},
    onReconnect: () => () => {},
    isHealthy: () => true,
    async close() {
      listeners.clear()
    },
  }
}
