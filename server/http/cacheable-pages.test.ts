import { describe, expect, it } from 'vitest'
import { cacheablePage } from './cacheable-pages'

describe('which pages are kept', () => {
  it.each([
    ['/', '/', '/'],
    ['/de', '/de', '/'],
    ['/categories/home/lamps', '/categories/home/lamps', '/categories/**'],
    ['/de/products/lamp', '/de/products/lamp', '/products/**'],
    ['/shops/potter?utm_source=mail', '/shops/potter', '/shops/**'],
    ['/categories/home?sort=newest&cursor=abc&fbclid=1', '/categories/home?cursor=abc&sort=newest', '/categories/**'],
    ['/products/lamp?session=secret', '/products/lamp', '/products/**'],
  ])('%s is kept as %s', (url, key, pattern) => {
    expect(cacheablePage(url)).toEqual({ key, pattern })
  })

  it.each([
    '/cart',
    '/account/orders',
    '/orders/123',
    '/search?q=lamp',
    '/api/catalog/products',
    '/products',
    '/products/a/b',
    '/categories/../admin',
    '/den',
    '/fr/products/lamp',
  ])('%s is not kept', (url) => expect(cacheablePage(url)).toBeNull())

  it('does not keep addresses that are too long', () => {
    expect(cacheablePage(`/categories/home?cursor=${'a'.repeat(600)}`)).toBeNull()
  })
})
