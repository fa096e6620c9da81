import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect } from 'vitest'
import { EMBEDDED_DATABASE_FILE, type EmbeddedDatabase } from '#server/platform/config/load-config'
import { startEmbeddedParts } from '../../scripts/launch/embedded-parts'
import type { DemoAccount } from '../../scripts/seed/demo/seed-demo'
import { migrateEverything } from '../../scripts/souk/migrate-everything'
import { withWorld } from '../../scripts/souk/open-world'
import { testConfig } from './context'
import { make } from './make'

export interface Launched {
  /** What it has printed so far. */
  printed: () => string
  /** Waits for these words, or for its end. */
  says: (words: RegExp) => Promise<RegExpExecArray>
  /** Its exit code, once it has ended, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
  /** The process id of npm, which leads a group of its own as in a terminal. */
  pid: number
  /** Ctrl-C: every process of the group hears it. */
  interrupt: () => void
}

/** A data folder of its own, which is gone at the end of the file with everything that still runs on it. */
export function dataFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-launch-'))
  chmodSync(folder, 0o755)
  afterAll(async () => {
    await endEverythingOn(folder)
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** A small marketplace with the demo's accounts, so that a start need not make the whole demo. */
export async function prepareMarketplace(folder: string): Promise<DemoAccount[]> {
  const accounts: DemoAccount[] = [
    { who: 'seller', email: 'seller@example.org', password: 'a password for selling' },
    { who: 'admin', email: 'admin@example.org', password: 'a password for looking after it', totpSecret: 'JBSWY3DPEHPK3PXP' },
  ]
  writeFileSync(path.join(folder, 'demo.json'), JSON.stringify(accounts), { mode: 0o600 })

  const parts = await startEmbeddedParts(folder)
  try {
    const { databaseUrl } = JSON.parse(readFileSync(path.join(folder, EMBEDDED_DATABASE_FILE), 'utf8')) as EmbeddedDatabase
    const config = testConfig({ databaseUrl, SOUK_DATA: folder })
    await migrateEverything(config)
    await withWorld(config, (ctx) => make(ctx).user())
  } finally {
    await parts.stop()
  }
  return accounts
}

/** `npm run NAME` as a person types it. */
export function launch(script: string, folder: string, environment: Record<string, string> = {}): Launched {
  const { DATABASE_URL: _, ...inherited } = process.env
  const npm = spawn('npm', ['run', ...script.split(' ')], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, SOUK_DATA: folder, NODE_ENV: '', ...environment },
  })
  let printed = ''
  for (const output of [npm.stdout, npm.stderr]) output.on('data', (chunk) => (printed += chunk))
  let isOver = false
  const ended = new Promise<number | NodeJS.Signals>((resolve) => npm.once('close', (code, signal) => resolve(code ?? signal!)))
  void ended.then(() => (isOver = true))

  return {
    printed: () => printed,
    async says(words) {
      for (;;) {
        const found = words.exec(printed)
        if (found) return found
        if (isOver) throw new Error(`It ended without saying ${words}:\n${printed}`)
        await pause(20)
      }
    },
    ended,
    pid: npm.pid!,
    interrupt: () => process.kill(-npm.pid!, 'SIGINT'),
  }
}

/** Every process that was started for this folder: it is named in its arguments or in its environment. */
export function processesOn(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && mentions(pid, folder))
}

/** The processes on a folder whose command has these words. */
export const processesNamed = (folder: string, words: string): number[] =>
  processesOn(folder).filter((pid) => readWhole(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').includes(words))

/** For what a failed test leaves. */
export async function endEverythingOn(folder: string): Promise<void> {
  for (const pid of processesOn(folder)) process.kill(pid, 'SIGKILL')
  await untilNothingRunsOn(folder)
}

export async function untilNothingRunsOn(folder: string, seconds = 15): Promise<void> {
  for (const end = Date.now() + seconds * 1000; processesOn(folder).length > 0; await pause(50))
    if (Date.now() > end) throw new Error(`Still there: ${processesOn(folder).map((pid) => readWhole(`/proc/${pid}/cmdline`))}`)
}

const mentions = (pid: number, folder: string) =>
  readWhole(`/proc/${pid}/cmdline`).includes(folder) || readWhole(`/proc/${pid}/environ`).includes(`SOUK_DATA=${folder}`)

/** Empty for a process that is gone, or that is not ours to look at. */
function readWhole(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** What tests do with `npm start` on a folder: start it and wait until it can be stopped, and press Ctrl-C. */
export function startsOf(folder: string, environment: Record<string, string>) {
  async function started(): Promise<{ souk: Launched; address: string }> {
    const souk = launch('start', folder, environment)
    const address = await addressOf(souk)
    await souk.says(/Stop with Ctrl-C/)
    return { souk, address }
  }

  /** The shell that npm puts in between ends by the signal, whatever the launcher ends with. */
  async function stop(souk: Launched, where = folder): Promise<void> {
    souk.interrupt()
    expect([0, 'SIGINT']).toContain(await souk.ended)
    expect(souk.printed()).toContain('Stopping …')
    expect(souk.printed()).not.toMatch(/\n\s+at |could not|Error:/)
    expect(processesOn(where)).toEqual([])
  }
  return { started, stop }
}

export const addressOf = async (souk: Launched): Promise<string> => (await souk.says(/Your marketplace: (\S+)/))[1]!
