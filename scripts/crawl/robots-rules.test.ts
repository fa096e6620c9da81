import { expect, it } from 'vitest'
import { readRobots } from './robots-rules'

const robots = readRobots(`
# A market
User-agent: nosy
Disallow: /

User-agent: helpful
User-agent: *
Disallow: /cart # yours
Disallow: /*?sort=
Disallow: /*&sort=
Disallow: /files/*.csv$
Allow: /cart/help
Disallow:
Sitemap: https://souk.test/sitemap.xml
`)

it('finds the sitemaps', () => {
  expect(robots.sitemaps).toEqual(['https://souk.test/sitemap.xml'])
})

it.each([
  ['/', true],
  ['/cart', false],
  ['/cart/1', false],
  ['/cart/help', true],
  ['/de/cart', true],
  ['/shops/a?sort=new', false],
  ['/shops/a?stock=1&sort=new', false],
  ['/shops/a?resort=1', true],
  ['/files/a/b.csv', false],
  ['/files/a.csv.html', true],
])('says of %s whether it may be read: %s', (path, mayBeRead) => {
  expect(robots.mayRead(path)).toBe(mayBeRead)
})

it('allows everything where nothing is said', () => {
  expect(readRobots('').mayRead('/cart')).toBe(true)
})
