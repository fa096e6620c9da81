import { expect, it } from 'vitest'
import { followTopic, type LiveTopicParts } from './live-topic'

/** What is asked for while a server takes the first socket, and the second one after that was cut. */
async function following(parts: Partial<LiveTopicParts>) {
  const dialled: Record<'onopen' | 'onmessage' | 'onclose', (event: object) => void>[] = []
  let asked = 0
  const followed = followTopic({
    dial: () => {
      const socket = { send() {}, close() {} }
      dialled.push(socket as never)
      return socket as never
    },
    topic: () => 'a:b',
    key: () => undefined,
    changed: () => asked++,
    becameLive() {},
    signedOut: async () => true,
    pollMs: 1000,
    isSeen: () => true,
    ...parts,
  })
  const accept = () => {
    dialled.at(-1)!.onopen({})
    dialled.at(-1)!.onmessage({ data: JSON.stringify({ type: 'subscribed', topic: 'a:b' }) })
    return asked
  }
  followed.open()
  const atFirst = accept()
  followed.rest()
  followed.open()
  const atSecond = accept()
  followed.stop()
  return [atFirst, atSecond]
}

it('asks for what came while the socket was away', async () => {
  expect(await following({})).toEqual([0, 1])
})

it('asks at the beginning too where the page may be older than the socket', async () => {
  expect(await following({ asksFirst: true })).toEqual([1, 2])
})
