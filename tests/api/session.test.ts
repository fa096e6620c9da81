import { describe, expect, it } from 'vitest'
import { make } from '../support/make'
import { testServer } from '../support/server'

const server = await testServer()

describe('GET /api/session', () => {
  it('tells a visitor that nobody is signed in', async () => {
    expect(await server.visitor().get('/api/session')).toMatchObject({
      status: 200,
      body: { user: null, shops: [], cartCount: 0, newsCount: 0, unread: { own: 0, shops: {}, support: 0 } },
    })
  })

  it('tells a signed-in person who they are', async () => {
    const ada = await make(server.ctx).user({ name: 'Ada' })
    const { body } = await (await server.as(ada)).get('/api/session')

    expect(body.user).toEqual({
      id: ada.userId,
      name: 'Ada',
      email: ada.email,
      emailVerified: true,
      role: 'member',
      twoFactorDue: false,
      avatar: null,
      timeZone: null,
      erasureDueAt: null,
    })
  })

  it('names the shops of a seller', async () => {
    const owner = await make(server.ctx).user()
    const shop = await make(server.ctx).shop({ owner, name: 'Lamps' })
    const { body } = await (await server.as(owner)).get('/api/session')

    expect(body.shops).toEqual([{ id: shop.id, slug: shop.slug, name: 'Lamps', role: 'owner' }])
  })
})

describe('DELETE /api/session', () => {
  it('ends the session of this browser and no other', async () => {
    const ada = await make(server.ctx).user()
    const [here, elsewhere] = [await server.as(ada), await server.as(ada)]
    const cookie = here.cookies()

    expect((await here.delete('/api/session')).status).toBe(204)

    expect((await here.get('/api/session')).body.user).toBeNull()
    expect((await server.visitor().get('/api/session', { cookie })).body.user).toBeNull()
    expect((await elsewhere.get('/api/session')).body.user.id).toBe(ada.userId)
  })

  it('refuses a request that another site made, and the session stands', async () => {
    const client = await server.as(await make(server.ctx).user())

    expect(await client.delete('/api/session', undefined, { 'sec-fetch-site': 'cross-site' })).toMatchObject({
      status: 403,
      body: { data: { code: 'request.foreign_origin' } },
    })
    expect((await client.get('/api/session')).body.user).not.toBeNull()
  })
})
