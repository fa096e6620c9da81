import { beforeAll, expect, it } from 'vitest'
import { refreshListings } from '#server/domains/catalog'
import { countTerms } from '#server/domains/search'
import { make } from '../support/make'
import { testServer } from '../support/server'

const server = await testServer()
const { ctx } = server
const { user, shop: madeShop, product } = make(ctx)
const client = server.visitor()

beforeAll(async () => {
  const shop = await madeShop({ name: 'Bright house' })
  const made = [
    await product({ shop, title: 'Brass lamp' }),
    await product({ shop, title: 'Paper lamp' }),
    await product({ shop, title: 'Oak bench' }),
  ]
  await refreshListings(
    ctx,
    made.map(({ id }) => id),
  )
  await countTerms(ctx)
})

it('finds, corrects, narrows and counts through the API', async () => {
  const { body: found } = await client.get('/api/search?q=lamp+-paper')
  expect(found).toMatchObject({ match: 'words', corrected: null, leftOut: [], products: { total: 1, items: [{ title: 'Brass lamp' }] } })
  expect((await client.get('/api/search?q=brss+lamp')).body).toMatchObject({ match: 'similar', corrected: 'brass lamp' })
  expect((await client.get('/api/search?q=brass+bench')).body).toMatchObject({ match: 'similar', leftOut: [expect.any(String)] })

  const seller = found.products.items[0].shop.slug as string
  expect((await client.get(`/api/search?q=lamp&seller=${seller}&seller=other`)).body.products.total).toBe(2)
  expect((await client.get('/api/search?q=lamp&seller=other')).body).toMatchObject({
    match: 'words',
    products: { total: 0 },
    suggestions: null,
  })
  const { body: filters } = await client.get('/api/search/filters?q=lamp&seller=other')
  expect(filters.filters).toContainEqual(
    expect.objectContaining({ name: 'seller', options: [{ value: seller, label: 'Bright house', count: 2, chosen: false }] }),
  )
})

it('suggests, and counts a click on what was found', async () => {
  const { body } = await client.get('/api/search/suggestions?q=la')
  expect(body.items.map((item: { kind: string }) => item.kind)).toEqual(['query', 'product', 'product'])
  const slug = body.items[1].slug as string
  expect((await client.post('/api/search/clicks', { q: 'lamp', product: slug })).status).toBe(204)
})

const forged = Buffer.from(JSON.stringify(['beyond', 2 ** 40, '00000000-0000-7000-8000-000000000000'])).toString('base64url')

it.each([
  'attribute=constructor=x',
  'attribute=__proto__=x',
  `q=${encodeURIComponent('ﷺ'.repeat(120))}`,
  `q=${encodeURIComponent('a b c d e f g h i j k l "brass lamp"')}`,
  `q=${encodeURIComponent('-the -"of the" "in the" \'\\:*')}`,
])('has an answer to %s', async (query) => {
  const asked = query.startsWith('q=') ? query : `q=lamp&${query}`
  expect((await client.get(`/api/search?${asked}`)).status).toBe(200)
  expect((await client.get(`/api/search/filters?${asked}`)).status).toBe(200)
})

it.each([`cursor=${forged}`, 'rating=6', 'shipsTo=germany', 'attribute=oak', 'cursor=x', `q=${'x'.repeat(201)}`])(
  'refuses %s',
  async (query) => {
    expect((await client.get(`/api/search?q=lamp&${query}`)).status).toBe(422)
  },
)

it('lets an admin say what means the same, and nobody else', async () => {
  const admin = await server.as(await user({ role: 'admin' }))
  const { status, body } = await admin.post('/api/admin/search/synonyms', { words: ['lamp', 'luminaire'] })
  expect([status, body.items]).toEqual([201, [{ id: expect.any(String), words: ['lamp', 'luminaire'] }]])
  expect((await client.get('/api/search?q=luminaire')).body.products.total).toBe(2)

  const path = `/api/admin/search/synonyms/${body.items[0].id}`
  expect((await (await server.as(await user())).delete(path)).status).toBe(403)
  expect((await admin.put(path, { words: ['lamp'] })).status).toBe(422)
  expect((await admin.delete(path)).body).toEqual({ items: [] })
  expect((await client.get('/api/search?q=luminaire')).body.match).toBe('none')
})
