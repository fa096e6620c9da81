import { setTimeout as pause } from 'node:timers/promises'
import type { LoadWorld } from './world'

/** What shoppers read: made for each of them, and kept for all. */
export const shopperPages = (world: LoadWorld): string[] => [
  '/',
  `/products/${world.products[0]}`,
  `/categories/${world.categories.at(-1)}`,
  '/api/products',
  `/api/products/${world.products[1]}`,
]

/** Milliseconds of each answer, one page after the other, fifty a second, for as long as `goesOn`. */
export async function visit(base: string, pages: string[], goesOn: () => boolean): Promise<number[]> {
  const times: number[] = []
  for (; goesOn(); await pause(20)) {
    const start = performance.now()
    const answer = await fetch(base + pages[times.length % pages.length])
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${answer.url} answered ${answer.status}`)
    times.push(performance.now() - start)
  }
  return times
}

export function forSeconds(seconds: number): () => boolean {
  const end = Date.now() + seconds * 1000
  return () => Date.now() < end
}

export const quantile = (values: number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)]!
