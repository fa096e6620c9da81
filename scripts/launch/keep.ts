import { spawn, type StdioOptions } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Program, Report } from './keeper'

export type { Program }

export interface Kept {
  /** Resolves with the program's process id once it runs. */
  started: Promise<number>
  /** Resolves when the program has ended, with its exit code. */
  ended: Promise<number>
  /** The last lines of its standard error, where its output goes nowhere else. */
  said: () => string
  /** Asks it to end and waits. */
  stop: () => Promise<void>
  /** Ends it at once, as a crash does. */
  kill: () => Promise<void>
}

/** In the sources the keeper is TypeScript, which Node runs as it is; beside the bundled tool it is bundled too. */
const KEEPER = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './keeper.ts' : './keeper.mjs', import.meta.url))

const running = new Set<Kept>()

/** Ends whatever still runs, for when a start is interrupted in the middle. */
export async function stopAllKept(): Promise<void> {
  await Promise.all([...running].map((kept) => kept.stop()))
}

/** Runs a program that ends with this process, however this process ends. `output` may be an open file. */
export function keep(program: Program, { output = 'ignore' }: { output?: 'ignore' | 'inherit' | number } = {}): Kept {
  const stdio: StdioOptions = ['ignore', output, output === 'ignore' ? 'pipe' : output, 'ipc']
  const keeper = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', KEEPER], { stdio, detached: true })
  let said = ''
  keeper.stderr?.on('data', (chunk) => (said = (said + chunk).slice(-4000)))
  const ended = new Promise<number>((resolve) => keeper.once('exit', (code) => resolve(code ?? 1)))
  const started = new Promise<number>((resolve, reject) => {
    keeper.once('message', (report: Report) => ('pid' in report ? resolve(report.pid) : reject(new Error(report.problem))))
    keeper.once('error', reject)
    void ended.then(() => reject(new Error(`${program.program} did not start.`)))
  })
  started.catch(() => {})

  keeper.send(program, () => {})
  const kept: Kept = {
    started,
    ended,
    said: () => said.trim(),
    stop: async () => {
      if (keeper.connected) keeper.disconnect()
      await ended
    },
    kill: async () => {
      keeper.kill('SIGUSR2')
      await ended
    },
  }
  running.add(kept)
  void ended.then(() => running.delete(kept))
  return kept
}
