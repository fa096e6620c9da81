import { setTimeout as pause } from 'node:timers/promises'
import { nextFreePort } from '../scripts/launch/free-port'
import { keep } from '../scripts/launch/keep'

export interface MeasuredServer {
  base: string
  pid: number
  /** From spawning to the first answer. */
  startMs: number
  stop: () => Promise<void>
  /** Ends it as a crash does. */
  kill: () => Promise<void>
}

/** Starts a built Nitro server and measures how long it takes to answer `path`. */
export async function startMeasured(entry: string, options: { path: string; env?: Record<string, string> }): Promise<MeasuredServer> {
  const port = await nextFreePort(24_500, '127.0.0.1')
  const start = performance.now()
  const env = { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...options.env }
  const kept = keep({ program: process.execPath, args: [entry], env, stopSignal: 'SIGTERM' }, { output: 'inherit' })
  const base = `http://127.0.0.1:${port}`

  let ended = false
  void kept.ended.then(() => (ended = true))
  while (
    !(await fetch(base + options.path).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (ended || performance.now() - start > 60_000) throw new Error(`${entry} did not answer ${options.path}`)
    await pause(10)
  }
  return { base, pid: await kept.started, startMs: performance.now() - start, stop: kept.stop, kill: kept.kill }
}

/** One number of a Prometheus exposition, summed over its labels. */
export async function metric(server: MeasuredServer, name: string): Promise<number> {
  const text = await (await fetch(`${server.base}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
  return lines.reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
