import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findProgram, type Program } from '../../scripts/machine/find-program'

/** Where the runner finds what was missing. */
const MISSING_FOLDER = path.resolve('node_modules/.cache/souk-tests/missing')

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
