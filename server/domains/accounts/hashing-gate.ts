import { availableParallelism } from 'node:os'
import { tooBusy } from './accounts-errors'

/** Each hash takes 19 MiB and a core for about 25 ms; one core is left to everybody else. */
export const AT_ONCE = Math.max(1, Math.min(2, availableParallelism() - 1))
const WAITING_AT_MOST = 100
/** For how long a place rests, in times of what its work took: so even a flood of sign-ins takes a third of a core at most. */
const REST = 2

let running = 0
const waiting: (() => void)[] = []

/** Refuses at once when too many wait: before anything is looked up for somebody who would be refused anyway. */
export function refuseWhenBusy(): void {
  if (waiting.length >= WAITING_AT_MOST) throw tooBusy()
}

/** Runs `work` when one of the places is free. Refuses at once when too many wait, so that a flood of sign-ins cannot pile up. */
export async function throughHashingGate<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    refuseWhenBusy()
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running++
  }

  const start = performance.now()
  try {
    return await work()
  } finally {
    setTimeout(makeRoom, REST * (performance.now() - start)).unref()
  }
}

function makeRoom(): void {
  const next = waiting.shift()
  if (next) next()
  else running--
}
