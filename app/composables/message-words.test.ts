import { describe, expect, it } from 'vitest'
import { SCRIPT_PAYLOADS } from '../../tests/security/script-payloads'
import { isOnlyEmoji, ownPageIn, piecesOf } from './message-words'

const OWN = 'https://souk.test'
const linksOf = (text: string) => piecesOf(text, OWN).flatMap((piece) => (piece.kind === 'link' ? [piece] : []))
const wordsOf = (text: string) =>
  piecesOf(text, OWN)
    .map((piece) => piece.text)
    .join('')

describe('addresses in a message', () => {
  it.each([
    ['See https://example.org/a?b=c#d.', 'https://example.org/a?b=c#d'],
    ['(https://example.org/a_(b))', 'https://example.org/a_(b)'],
    ['[http://example.org/x], and so on', 'http://example.org/x'],
    ['Really https://example.org/?!…', 'https://example.org/'],
    ['HTTPS://EXAMPLE.ORG/Way', 'HTTPS://EXAMPLE.ORG/Way'],
    ['تفضل https://example.org/مرحبا، شكرا', 'https://example.org/مرحبا،'],
  ])('%s', (text, shown) => {
    expect(linksOf(text).map((link) => link.text)).toEqual([shown])
    expect(wordsOf(text)).toBe(text)
  })

  it('are told from pages of the marketplace itself', () => {
    const found = linksOf(`${OWN}/products/bowl https://souk.test.evil.example/ http://souk.test/ https://souk.test:8443/`)
    expect(found.map(({ isOwn }) => isOwn)).toEqual([true, false, false, false])
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt://example.org/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.org/',
    'https://',
    'https://souk.test@evil.example/',
    'https://souk.test:secret@evil.example/',
    'http://[::1',
  ])('%s is none', (text) => {
    expect(piecesOf(text, OWN)).toEqual([{ kind: 'text', text }])
  })

  it('52: never lead to a script, and nothing that somebody wrote is lost, with 240 hostile texts', () => {
    const said = [...SCRIPT_PAYLOADS, ...SCRIPT_PAYLOADS.map((payload) => `https://example.org/${payload}`)]
    for (const text of said) expect(wordsOf(text)).toBe(text)
    const hrefs = said.flatMap(linksOf).map(({ href }) => href)
    expect(hrefs.length).toBeGreaterThanOrEqual(SCRIPT_PAYLOADS.length)
    expect(hrefs.filter((href) => !/^https:\/\/example\.org\/[^\s<>"'`]*$/.test(href))).toEqual([])
  })
})

describe('a page of the marketplace', () => {
  it.each([
    [`${OWN}/products/blue-bowl`, { kind: 'product', slug: 'blue-bowl' }],
    [`Look: ${OWN}/de/shops/mare-stoneware?x=1#y!`, { kind: 'shop', slug: 'mare-stoneware' }],
    [`https://other.test/products/a ${OWN}/cart ${OWN}/products/b`, { kind: 'product', slug: 'b' }],
    [`${OWN}/products/../admin`, null],
    [`${OWN}/products/`, null],
    [`${OWN}.evil.example/products/a`, null],
    ['products/a', null],
  ])('%s', (text, page) => {
    expect(ownPageIn(text, OWN)).toEqual(page)
  })
})

describe('a message of emoji alone', () => {
  it.each(['👍', '👍🏽 🎉', '👨‍👩‍👧‍👦', '🇩🇪❤️'])('is %s', (text) => expect(isOnlyEmoji(text)).toBe(true))
  it.each(['👍 thanks', '1', '#', '👍👍👍👍👍👍👍', ''])('is not “%s”', (text) => expect(isOnlyEmoji(text)).toBe(false))
})
