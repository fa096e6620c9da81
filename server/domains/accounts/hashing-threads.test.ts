import { readFileSync, readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inHashingThread } from './hashing-threads'
import { ARGON2ID } from './passwords'

const NICE_FIELD = 18

/** Niceness of a thread of this process (proc(5)). */
function nicenessOf(thread: number | string): number {
  const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[NICE_FIELD - 2])
}

const nicenesses = () => readdirSync('/proc/self/task').map(nicenessOf)

it('hashes and verifies, several at once', async () => {
  const hashes = await Promise.all(['one', 'two', 'three'].map((password) => inHashingThread('hashSync', password, ARGON2ID)))

  expect(new Set(hashes).size).toBe(3)
  expect(await inHashingThread('verifySync', hashes[0]!, 'one')).toBe(true)
  expect(await inHashingThread('verifySync', hashes[0]!, 'two')).toBe(false)
})

it('goes on after a hash that is none', async () => {
  await expect(inHashingThread('verifySync', 'not a hash', 'one')).rejects.toThrow()

  const hash = await inHashingThread('hashSync', 'one', ARGON2ID)
  expect(await inHashingThread('verifySync', hash, 'one')).toBe(true)
})

it.runIf(process.platform === 'linux')('gives way to the thread that answers', async () => {
  await inHashingThread('hashSync', 'one', ARGON2ID)

  expect(nicenesses()).toContain(19)
  expect(Math.min(...nicenesses())).toBe(nicenessOf(process.pid))
})
