import { spawn, type StdioOptions } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Program {
  program: string
  args: string[]
  cwd?: string
  env: Record<string, string | undefined>
  uid?: number
  gid?: number
  /** What asks it to end well. */
  stopSignal: NodeJS.Signals
}

export interface Kept {
  pid: number
  /** Resolves when the program has ended, with its exit code. */
  ended: Promise<number>
  /** The last lines of its standard error. */
  said: () => string
  /** Asks it to end and waits. */
  stop: () => Promise<void>
  /** Ends it at once, as a crash does. */
  kill: () => Promise<void>
}

/** Runs a program that ends with this process, however this process ends. `output` may be an open file. */
export function keep(program: Program, { output = 'ignore' }: { output?: 'ignore' | 'inherit' | number } = {}): Kept {
  const stdio: StdioOptions = ['pipe', output, output === 'ignore' ? 'pipe' : output]
  const keeper = spawn(process.execPath, [fileURLToPath(new URL('./keeper.ts', import.meta.url)), JSON.stringify(program)], {
    stdio,
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    detached: true,
  })
  let said = ''
  keeper.stderr?.on('data', (chunk) => (said = (said + chunk).slice(-4000)))
  const ended = new Promise<number>((resolve) => keeper.once('exit', (code) => resolve(code ?? 1)))

  return {
    pid: keeper.pid!,
    ended,
    said: () => said.trim(),
    stop: async () => {
      keeper.stdin!.end()
      await ended
    },
    kill: async () => {
      keeper.kill('SIGUSR2')
      await ended
    },
  }
}
