import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { MUTANTS, type Mutant } from './test/mutants'
import { say } from './launch/progress'

/** What the tests of a domain need to run in a folder of their own. */
const COPIED = [
  '.nuxt',
  'app',
  'db',
  'i18n',
  'public',
  'scripts',
  'server',
  'shared',
  'tests',
  'package.json',
  'tsconfig.json',
  'tsconfig.tools.json',
  'vitest.config.ts',
]

/**
 * `npm run test:mutants`: takes away one guard, key, lock or signature check after the other, each in a copy of the
 * sources, and prints which tests noticed. Words choose the mutants whose names hold one of them.
 */
const words = process.argv.slice(2)
const chosen = MUTANTS.filter(({ what }) => words.length === 0 || words.some((word) => what.includes(word)))
const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-mutants-'))
let caught = 0
try {
  for (const part of COPIED) cpSync(part, path.join(folder, part), { recursive: true })
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'))
  for (const mutant of chosen) {
    const isCaught = isNoticed(mutant)
    if (isCaught) caught++
    say(`${isCaught ? 'caught ' : 'MISSED '}  ${mutant.what}  (${mutant.tests.join(', ')})`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
say(`${caught} passed, ${chosen.length - caught} failed`)
process.exitCode = caught === chosen.length && caught > 0 ? 0 : 1

/** Whether its tests fail with it. Throws where there is nothing to take away any more. */
function isNoticed({ what, file, from, to, tests }: Mutant): boolean {
  const place = path.join(folder, file)
  const text = readFileSync(place, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${what}: ${file} should hold once: ${from}`)
  writeFileSync(
    place,
    text.replace(from, () => to),
  )
  try {
    const run = spawnSync(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project=domain', '--project=unit', '--bail=1', ...tests],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, CI: '1' },
      },
    )
    const ran = /\bTests\s/.test(run.stdout)
    if (!ran) throw new Error(`${what}: its tests did not run\n${run.stdout.slice(-2000)}${run.stderr.slice(-2000)}`)
    return run.status !== 0
  } finally {
    writeFileSync(place, text)
  }
}
