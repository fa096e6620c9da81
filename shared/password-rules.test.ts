import { expect, it } from 'vitest'
import { COMMON_PASSWORDS } from './common-passwords'
import { passwordRefusal } from './password-rules'

const owner = { siteName: 'Souk', email: 'robin.ash+shop@example.org', name: 'Robin Ash' }
const common = new Set(COMMON_PASSWORDS)
const refusal = (password: string) => passwordRefusal(password, owner, common)

it('knows the 3,000 commonest passwords that are long enough, each once', () => {
  expect(common.size).toBe(3000)
  expect(COMMON_PASSWORDS.filter((password) => password.length < 8 || password !== password.toLowerCase())).toEqual([])
  expect(COMMON_PASSWORDS.slice(0, 2)).toEqual(['password', '12345678'])
})

it.each([
  ['seven77', 'short'],
  ['🦊🦊🦊🦊', 'short'],
  ['password', 'common'],
  ['PassWord', 'common'],
  ['qwertyuiop', 'common'],
  ['ｐａｓｓｗｏｒｄ', 'common'],
  ['Souk2026!', 'site_name'],
  ['souksouksouk', 'site_name'],
  ['robin.ash', 'personal'],
  ['RobinAsh1', 'personal'],
  ['robin1990', 'personal'],
  ['robin.ash+shop@example.org', 'personal'],
])('refuses %s as %s', (password, reason) => {
  expect(refusal(password)).toBe(reason)
})

it.each([
  'several words in a row',
  '        ',
  'пароль из слов',
  '🦊🦊🦊🦊🦊🦊🦊🦊',
  'robin feeds the blackbirds',
  'a souk is a market',
  'x'.repeat(256),
])('takes %s', (password) => {
  expect(refusal(password)).toBeNull()
})
