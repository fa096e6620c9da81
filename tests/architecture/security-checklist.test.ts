import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { NOT_YET } from '../security/not-yet'

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** The items of OWASP ASVS and the API top ten that a request can show, as the checklist of this project numbers them. */
const ITEMS = [...range(1, 35), 38, 42, ...range(44, 71)]

const sources = readdirSync('tests/security', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(`tests/security/${file}`, 'utf8'))
  .join('\n')
const shown = new Set([...sources.matchAll(/['"`](\d+): /g)].map(([, number]) => Number(number)))
const notYet = new Set(Object.keys(NOT_YET).flatMap((name) => name.split(':')[0]!.split(', ').map(Number)))

it('shows every item by a test of its number, or says why not', () => {
  expect(ITEMS.filter((item) => !shown.has(item) && !notYet.has(item))).toEqual([])
})

it('says of no item that it cannot be shown while a test shows it', () => {
  expect([...notYet].filter((item) => shown.has(item))).toEqual([])
})
