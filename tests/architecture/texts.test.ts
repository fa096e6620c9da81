import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

type Texts = { [key: string]: string | Texts }

const flat = (texts: Texts, prefix = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`)))

const read = (language: string) => new Map(flat(JSON.parse(readFileSync(`i18n/locales/${language}.json`, 'utf8')) as Texts))
const english = read('en')
const languages = readdirSync('i18n/locales').map((file) => path.basename(file, '.json'))
const others = languages.filter((language) => language !== 'en')

const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort()

it.each(others)('has every text in %s too, and none besides', (language) => {
  expect([...read(language).keys()].sort()).toEqual([...english.keys()].sort())
})

it.each(languages)('leaves no text of %s empty', (language) => {
  expect([...read(language)].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([])
})

it.each(others)('fills the same blanks in %s', (language) => {
  const translated = read(language)
  const different = [...english].filter(([key, text]) => placeholders(text).join() !== placeholders(translated.get(key) ?? '').join())
  expect(different.map(([key]) => key)).toEqual([])
})

it('has each text that the app asks for by its whole name', () => {
  const sources = readdirSync('app', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.(?:vue|ts)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
  const asked = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?<![\w.])\$?t\(\s*'([^']+)'/g)].map(([, key]) => ({ file, key: key! })),
  )

  expect(asked.length).toBeGreaterThan(50)
  expect(asked.filter(({ key }) => !english.has(key))).toEqual([])
})
