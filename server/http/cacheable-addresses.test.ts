import { describe, expect, it } from 'vitest'
import homeRoute from '#server/api/home/index.get'
import categoryRoute from '#server/api/categories/[...path].get'
import treeRoute from '#server/api/categories/index.get'
import productRoute from '#server/api/products/[slug]/index.get'
import listRoute from '#server/api/products/index.get'
import shopRoute from '#server/api/shops/[slug].get'
import { cacheableAddress } from './cacheable-addresses'
import { scopeOf } from './route-scopes'

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
    expect(cacheableAddress(url)).toEqual({ key, pattern, isApi: false })
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
  ])('%s is not kept', (url) => expect(cacheableAddress(url)).toBeNull())

  it('does not keep addresses that are too long', () => {
    expect(cacheableAddress(`/categories/home?cursor=${'a'.repeat(600)}`)).toBeNull()
  })
})

describe('which answers of the API are kept', () => {
  it.each([
    ['/api/home', '/api/home', '/api/home'],
    ['/api/categories', '/api/categories', '/api/categories'],
    ['/api/categories/home/lamps?sort=newest&cursor=abc', '/api/categories/home/lamps?cursor=abc&sort=newest', '/api/categories/**:path'],
    ['/api/products?shop=potter&limit=48', '/api/products?limit=48&shop=potter', '/api/products'],
    ['/api/products/lamp', '/api/products/lamp', '/api/products/:slug'],
    ['/api/shops/potter?attribute=b%3D%ff&attribute=a', '/api/shops/potter?attribute=b%3D%ff&attribute=a', '/api/shops/:slug'],
  ])('%s is kept as %s', (url, key, pattern) => {
    expect(cacheableAddress(url)).toEqual({ key, pattern, isApi: true })
  })

  it.each([
    '/api/cart',
    '/api/session',
    '/api/product-cards?slugs=lamp',
    '/api/products/lamp/reviews',
    '/api/products/lamp?utm_source=mail',
    '/api/products/lamp%3fx',
    '/api/products/../cart',
    '/api/shops/potter?shop=other',
    '/api/products?s%6Frt=newest',
    '/api/products?sort=newest&',
    '/de/api/products/lamp',
  ])('%s is left to its route', (url) => expect(cacheableAddress(url)).toBeNull())

  it.each([
    ['/api/home', homeRoute],
    ['/api/categories', treeRoute],
    ['/api/categories/a/b', categoryRoute],
    ['/api/products', listRoute],
    ['/api/products/a', productRoute],
    ['/api/shops/a', shopRoute],
  ])('%s asks nobody who they are and counts nobody', (path, { contract }) => {
    expect(cacheableAddress(path)).toMatchObject({ isApi: true })
    expect([contract.access, contract.limits, scopeOf({ path, method: 'get', contract })]).toEqual(['public', undefined, 'open'])
  })
})
