import { stdout } from 'node:process'

const bold = (text: string) => (stdout.isTTY ? `\u001B[1m${text}\u001B[0m` : text)
const soft = (text: string) => (stdout.isTTY ? `\u001B[2m${text}\u001B[0m` : text)

// A terminal that was closed is no reason to stop in the middle of stopping.
stdout.on('error', () => {})

/** Says what is being done, and how long it took once it is. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  stdout.write(`  ${what} …\n`)
  const result = await work()
  stdout.write(`  ${what} ${soft(`done in ${((performance.now() - start) / 1000).toFixed(1)} s`)}\n`)
  return result
}

export const say = (text = '') => stdout.write(`${text}\n`)
export const title = (text: string) => say(`\n${bold(text)}\n`)
