import type argon2 from '@node-rs/argon2'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** What the library does at once, and blocks its thread for. */
type Call = 'hashSync' | 'hashRawSync' | 'verifySync'
type Answer = { result: unknown } | { problem: string }

/** A sixtieth of what the pages get of a core that both want. */
const NICENESS = 19

/** Linux counts niceness by thread (setpriority(2), "C library/kernel differences"); elsewhere a thread is as any other. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
const library = require(workerData.library)
try {
  const thread = Number(require('node:fs').readlinkSync('/proc/thread-self').split('/').pop())
  require('node:os').setPriority(thread, workerData.niceness)
} catch {}
parentPort.on('message', ({ call, args }) => {
  try {
    parentPort.postMessage({ result: library[call](...args) })
  } catch (error) {
    parentPort.postMessage({ problem: String(error) })
  }
})`

const idle = new Set<Worker>()

/**
 * Hashes in a thread that gives way to everything else, so that many sign-ins make each other wait and nobody else. How many
 * threads there are is the hashing gate's business.
 */
export async function inHashingThread<C extends Call>(
  call: C,
  ...args: Parameters<(typeof argon2)[C]>
): Promise<ReturnType<(typeof argon2)[C]>> {
  const [thread = start()] = idle
  idle.delete(thread)
  thread.ref()
  const asking = new AbortController()
  try {
    const ended = once(thread, 'exit', asking).then(() => Promise.reject(new Error('A hashing thread ended.')))
    const answered = once(thread, 'message', asking) as Promise<[Answer]>
    thread.postMessage({ call, args })

    const [answer] = await Promise.race([answered, ended])
    idle.add(thread)
    if ('problem' in answer) throw new Error(answer.problem)
    return answer.result as ReturnType<(typeof argon2)[C]>
  } finally {
    asking.abort()
    thread.unref()
  }
}

function start(): Worker {
  const library = createRequire(import.meta.url).resolve('@node-rs/argon2')
  const thread = new Worker(PROGRAM, { eval: true, workerData: { library, niceness: NICENESS } })
  thread.on('error', () => idle.delete(thread))
  return thread
}
