import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type Program = 'redis-server' | 'nginx' | 'chromium'

/** Other names under which systems keep the same program. */
const NAMES: Record<Program, string[]> = {
  'redis-server': ['redis-server'],
  nginx: ['nginx'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
}

/** Where the runner finds what was missing. */
const MISSING_FOLDER = path.resolve('node_modules/.cache/souk-tests/missing')

/** The path of a program of this machine, or null. */
export function findProgram(program: Program): string | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']
  const files = NAMES[program].flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return files.find((file) => existsSync(file)) ?? null
}

/** Whether a program is there. One that is not is named at the end of the run, with what was not tested for it. */
export function needs(program: Program): boolean {
  if (findProgram(program)) return true
  mkdirSync(MISSING_FOLDER, { recursive: true })
  writeFileSync(path.join(MISSING_FOLDER, program), '')
  return false
}

/** What tests have asked for in vain since it was last forgotten. */
export const missingPrograms = (): Program[] => (existsSync(MISSING_FOLDER) ? (readdirSync(MISSING_FOLDER) as Program[]) : [])

export const forgetMissingPrograms = (): void => rmSync(MISSING_FOLDER, { recursive: true, force: true })
