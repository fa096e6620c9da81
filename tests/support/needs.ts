import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type Program = 'redis-server' | 'nginx' | 'chromium'

/** Where the runner finds what was missing. */
export const MISSING_FOLDER = path.resolve('node_modules/.cache/souk-tests/missing')

/** The path of a program of this machine, or null. */
export function findProgram(name: Program): string | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null
}

/** Whether a program is there. One that is not is named at the end of the run, with what was not tested for it. */
export function needs(name: Program): boolean {
  if (findProgram(name)) return true
  mkdirSync(MISSING_FOLDER, { recursive: true })
  writeFileSync(path.join(MISSING_FOLDER, name), '')
  return false
}
