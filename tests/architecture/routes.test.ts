import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { routes } from '#souk/routes'
import { loadRoutes, openApiDocument } from '#server/http/openapi'
import { SCOPES_OF_SECTIONS, scopeOf, sectionOf } from '#server/http/route-scopes'
import { scanRoutes } from '#server/http/scan-routes'

/** Files under server/api that are no route of the API, each with its reason. */
const NO_ROUTES: Record<string, string> = {
  '[...path].ts': 'answers for every address that no route has',
  'docs.get.ts': 'a page for people, made from the document',
}

const ACCESS = ['public', 'user', 'seller', 'moderator', 'admin']

const files = readdirSync('server/api', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
  .map((entry) => path.relative('server/api', path.join(entry.parentPath, entry.name)))
  .filter((file) => !(file in NO_ROUTES))
const scanned = scanRoutes('server/api').filter(({ file }) => !(path.relative('server/api', file) in NO_ROUTES))
const loaded = await loadRoutes(routes)
const document = openApiDocument(loaded, { name: 'Souk', url: 'https://souk.test', version: '0.0.0' })
const named = (route: { method: string; path: string }) => `${route.method.toUpperCase()} ${route.path}`

it('finds a route in every file under server/api', () => {
  expect(scanned.map(({ file }) => path.relative('server/api', file)).sort()).toEqual(files.sort())
})

it('finds the files that are no routes, and nothing but them', () => {
  expect(Object.keys(NO_ROUTES).filter((file) => !readdirSync('server/api').includes(file))).toEqual([])
})

it('finds a contract in every route', () => {
  expect(loaded.map(named).sort()).toEqual(scanned.map(named).sort())
})

describe.each(loaded.map((route) => ({ name: named(route), ...route })))('$name', ({ path: address, method, contract }) => {
  const operation = document.paths[address]?.[method] as { parameters: { name: string; in: string }[] } | undefined

  it('says who may call it, and what it is for', () => {
    expect(ACCESS).toContain(contract.access)
    expect(contract.summary).toMatch(/^\p{Lu}.{3,}[^.]$/u)
  })

  it('is in the document, with every part of its address', () => {
    const parts = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(operation!.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(parts)
  })

  it('keeps a reading free of a body, and a change out of caches', () => {
    if (method === 'get') expect(contract.body).toBeUndefined()
    else expect(contract.cacheControl).toBeUndefined()
  })

  it('is closed to the public where its address speaks of an audience', () => {
    if (address.startsWith('/api/admin/')) expect(['moderator', 'admin']).toContain(contract.access)
    if (address.startsWith('/api/seller/')) expect(contract.access).toBe('seller')
  })
})

it('knows what an API key needs for every route', () => {
  expect([...new Set(loaded.map(({ path }) => sectionOf(path)))].sort()).toEqual(Object.keys(SCOPES_OF_SECTIONS).sort())
  for (const { path, method, contract } of loaded.filter(({ path }) => path.startsWith('/api/admin/')))
    expect(scopeOf({ path, method, contract })).toBe('closed')
})

it('gives every operation a name of its own', () => {
  const names = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map((operation) => (operation as { operationId: string }).operationId),
  )
  expect(names).toEqual([...new Set(names)])
})
