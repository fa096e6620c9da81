import { newId } from '../clock/ids'
import type { Logger } from '../logger/logger'
import type { RedisLink } from '../redis/redis-link'
import { createListeners } from './listeners'
import type { RealtimeBus } from './realtime-bus'

const BEAT_MS = 1000
const SILENCE_MS = 2500

/**
 * A bus over all nodes. This node's listeners hear its own messages directly, with or without Redis. A beat
 * that goes out and comes back each second proves that the others can be heard; a half-open connection cannot. A node whose
 * message did not go out says so with the next beat that does, since nobody else can know that there was one.
 */
export function createRedisBus({ link, log, prefix = 'souk:bus:' }: { link: RedisLink; log: Logger; prefix?: string }): RealtimeBus {
  const node = newId()
  const beatChannel = `${prefix}beat:${node}`
  const lossChannel = `${prefix}loss`
  const listeners = createListeners((error) => log.error({ error }, 'a listener on the bus failed'))
  const reconnected = new Set<() => void>()
  const subscriber = link.subscriber()
  let subscribing: Promise<unknown> = Promise.resolve()
  let lastBeat = 0
  let wasAway = false
  let hasLost = false

  const isHealthy = () => subscriber.status === 'ready' && Date.now() - lastBeat < SILENCE_MS

  subscriber.on('ready', () => {
    subscribing = subscriber
      .subscribe(beatChannel, lossChannel, ...listeners.channels().map((channel) => prefix + channel))
      .then(beat, () => {})
  })
  subscriber.on('close', () => {
    lastBeat = 0
    wasAway = true
  })
  subscriber.on('message', (channel, text) => {
    if (channel === beatChannel) return noteBeat()
    if (channel === lossChannel) return text === node ? undefined : tellOfLoss()
    const { from, message } = JSON.parse(text) as { from: string; message: unknown }
    if (from !== node) listeners.deliver(channel.slice(prefix.length), message)
  })

  const beating = setInterval(beat, BEAT_MS)
  beating.unref()

  async function beat(): Promise<void> {
    const isOut = await send(beatChannel, '')
    if (!isOut || !hasLost) return
    hasLost = false
    const isTold = await send(lossChannel, node)
    hasLost ||= !isTold
  }

  const send = (channel: string, text: string): Promise<boolean> =>
    link.run(
      async (redis) => (await redis.publish(channel, text), true),
      () => false,
    )

  function tellOfLoss(): void {
    for (const listener of reconnected) listener()
  }

  function noteBeat(): void {
    const wasSilent = lastBeat > 0 && Date.now() - lastBeat >= SILENCE_MS
    lastBeat = Date.now()
    if (!wasAway && !wasSilent) return
    wasAway = false
    tellOfLoss()
  }

  return {
    async publish(channel, message) {
      const text = JSON.stringify(message)
      queueMicrotask(() => listeners.deliver(channel, JSON.parse(text)))
      const isOut = await send(prefix + channel, `{"from":"${node}","message":${text}}`)
      hasLost ||= !isOut
    },

    subscribe(channel, listener) {
      if (!listeners.channels().includes(channel) && subscriber.status === 'ready')
        subscribing = subscriber.subscribe(prefix + channel).catch(() => {})
      const remove = listeners.add(channel, listener)
      return () => {
        remove()
        if (!listeners.channels().includes(channel) && subscriber.status === 'ready')
          subscriber.unsubscribe(prefix + channel).catch(() => {})
      }
    },

    settled: async () => void (await subscribing),

    onReconnect(listener) {
      reconnected.add(listener)
      return () => reconnected.delete(listener)
    },

    isHealthy,

    async close() {
      clearInterval(beating)
      listeners.clear()
      reconnected.clear()
    },
  }
}
