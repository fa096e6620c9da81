import type { RealtimeBus } from '#server/platform/realtime-bus/realtime-bus'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'

/** What every driver of the bus promises; `other` is another node, or the same where there is only one. */
export function realtimeBusContract(bus: () => RealtimeBus, other: () => RealtimeBus): void {
  function listen(channel: string, on = bus()) {
    const heard: unknown[] = []
    const stop = on.subscribe(channel, (message) => heard.push(message))
    return { heard, stop }
  }

  it('tells this node and the others, each listener once', async () => {
    const here = listen('everybody')
    const alsoHere = listen('everybody')
    const there = listen('everybody', other())
    await pause(100)

    await bus().publish('everybody', { tags: ['product:1'] })
    await expect
      .poll(() => [here.heard, alsoHere.heard, there.heard])
      .toEqual([[{ tags: ['product:1'] }], [{ tags: ['product:1'] }], [{ tags: ['product:1'] }]])
    await pause(100)
    expect(here.heard).toHaveLength(1)
  })

  it('tells nobody on another channel', async () => {
    const { heard } = listen('quiet')
    await pause(50)
    await bus().publish('loud', 1)
    await pause(100)
    expect(heard).toEqual([])
  })

  it('stops telling who has stopped listening, and goes on for the rest', async () => {
    const gone = listen('leaving')
    const stays = listen('leaving')
    gone.stop()
    await pause(50)
    await bus().publish('leaving', 1)
    await expect.poll(() => stays.heard).toEqual([1])
    expect(gone.heard).toEqual([])
  })

  it('hears again on a channel that was left', async () => {
    listen('again').stop()
    await pause(50)
    const { heard } = listen('again')
    await pause(50)
    await other().publish('again', 'hello')
    await expect.poll(() => heard).toEqual(['hello'])
  })

  it('has settled once what was subscribed to is heard', async () => {
    for (let round = 0; round < 20; round++) {
      const { heard, stop } = listen(`settled:${round}`)
      await bus().settled()
      await other().publish(`settled:${round}`, round)
      await expect.poll(() => heard).toEqual([round])
      stop()
    }
  })

  it('goes on when a listener throws', async () => {
    bus().subscribe('throwing', () => {
      throw new Error('no')
    })
    const { heard } = listen('throwing')
    await bus().publish('throwing', 1)
    await expect.poll(() => heard).toEqual([1])
  })

  it('hands over a copy', async () => {
    const { heard } = listen('copy')
    const message = { n: 1 }
    const published = bus().publish('copy', message)
    message.n = 2
    await published
    await expect.poll(() => heard).toEqual([{ n: 1 }])
  })

  it('is healthy', async () => {
    await expect.poll(() => bus().isHealthy()).toBe(true)
  })
}
