import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

const FOLDER = 'db/migrations'
const sqlFiles = (folder: string) => readdirSync(folder).filter((file) => file.endsWith('.sql'))

const listed = (
  JSON.parse(readFileSync(path.join(FOLDER, 'meta/_journal.json'), 'utf8')) as {
    entries: { idx: number; tag: string; when: number }[]
  }
).entries

/** Without `--name` drizzle-kit makes a name up, of one word of each list: `0003_wet_longshot`. */
const drizzleKit = readFileSync('node_modules/drizzle-kit/bin.cjs', 'utf8')
const wordsOf = (list: string) => new RegExp(`\\b${list} = \\[([^\\]]+)\\]`).exec(drizzleKit)![1]!.match(/\w+/g)!
const adjectives = new Set(wordsOf('adjectives'))
const heroes = new Set(wordsOf('heroes'))
const isMadeUp = ([first, second]: string[]) => adjectives.has(first!) && heroes.has(second!)

it.each(listed)('$tag is named by what it does', ({ idx, tag }) => {
  expect(tag).toMatch(/^\d{4}(_[a-z0-9]+)+$/)
  expect(tag.startsWith(String(idx).padStart(4, '0'))).toBe(true)
  expect(isMadeUp(tag.split('_').slice(1))).toBe(false)
})

it('would notice a name that was made up', () => {
  expect(isMadeUp(['wet', 'longshot'])).toBe(true)
})

it('lists them by age, since one that is older than the last that ran would never run', () => {
  const ages = listed.map(({ when }) => when)
  expect(ages).toEqual([...new Set(ages)].sort((a, b) => a - b))
})

it('lists every file, and nothing else', () => {
  expect(sqlFiles(FOLDER).sort()).toEqual(listed.map(({ tag }) => `${tag}.sql`))
})

it('brings the database to the schema that the code describes', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-migrations-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(FOLDER, folder, { recursive: true })
  const options = [
    '--dialect',
    'postgresql',
    '--schema',
    'db/schema/index.ts',
    '--casing',
    'snake_case',
    '--out',
    path.relative('.', folder),
  ]
  const before = sqlFiles(folder)

  execFileSync(process.execPath, ['node_modules/drizzle-kit/bin.cjs', 'generate', ...options], { stdio: 'pipe' })

  const missing = sqlFiles(folder).filter((file) => !before.includes(file))
  expect(missing.map((file) => readFileSync(path.join(folder, file), 'utf8'))).toEqual([])
})
