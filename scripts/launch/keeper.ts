import { spawn } from 'node:child_process'

/**
 * Runs a program for as long as the launcher lives. The launcher holds this process's standard input open;
 * when the launcher ends, however it ends, the pipe closes and the program is asked to stop.
 * Plain Node runs this file, so its syntax must be erasable.
 */
interface KeeperOrder {
  program: string
  args: string[]
  cwd?: string
  env: Record<string, string>
  uid?: number
  gid?: number
  stopSignal: NodeJS.Signals
}

const { program, args, stopSignal, ...options } = JSON.parse(process.argv[2]!) as KeeperOrder
const kept = spawn(program, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] })

kept.on('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})
kept.on('exit', (code) => process.exit(code ?? 1))

const stop = () => kept.kill(stopSignal)
process.stdin.on('end', stop).on('close', stop).resume()
process.on('SIGTERM', stop)
process.on('SIGUSR2', () => kept.kill('SIGKILL'))
// Ctrl-C reaches the whole group; the launcher decides in which order its programs stop.
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
