import { spawn } from 'node:child_process'

/**
 * Runs a program for as long as the launcher lives. The launcher holds a channel to this process; when it ends,
 * however it ends, the channel closes and the program is asked to stop. The order comes through the channel and
 * not as an argument, since everybody on the machine may read arguments.
 * Plain Node runs this file, so its syntax must be erasable.
 */
export interface Program {
  program: string
  args: string[]
  cwd?: string
  env: Record<string, string | undefined>
  uid?: number
  gid?: number
  /** What asks it to end well. */
  stopSignal: NodeJS.Signals
  /** What is sent when asking has not helped for so long; SIGKILL after 40 seconds unless told. */
  force?: { afterSeconds: number; signal: NodeJS.Signals }
}

export type Report = { pid: number } | { problem: string }

let stop = (): void => process.exit(0)
process.once('message', run)
process.on('disconnect', () => stop())
process.on('SIGTERM', () => stop())
// Ctrl-C reaches the whole group; the launcher decides in which order its programs stop.
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})

function run({ program, args, stopSignal, force = { afterSeconds: 40, signal: 'SIGKILL' }, ...options }: Program): void {
  const kept = spawn(program, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] })
  // The launcher may be gone by now, which is for 'disconnect' to notice.
  const report = (what: Report) => process.connected && process.send!(what, () => {})

  stop = () => {
    kept.kill(stopSignal)
    setTimeout(() => kept.kill(force.signal), force.afterSeconds * 1000).unref()
  }
  process.on('SIGUSR2', () => kept.kill('SIGKILL'))
  kept.on('spawn', () => report({ pid: kept.pid! }))
  kept.on('error', ({ message }) => {
    report({ problem: message })
    process.exitCode = 1
    process.disconnect?.()
  })
  kept.on('exit', (code) => process.exit(code ?? 1))
  // If this process has a mistake in it, the program still does not stay behind.
  process.on('exit', () => kept.kill(stopSignal))
}
