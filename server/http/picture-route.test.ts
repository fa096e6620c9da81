import { createApp, createRouter, toWebHandler } from 'h3'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { presentPicture, storePicture, type StoredFile } from '#server/domains/files'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import pictureRoute from '#server/routes/files/p/[folder]/[name].get'
import { testContext } from '../../tests/support/context'
import { provideWorld } from './world'

const ctx = await testContext({}, jobs)
let contentPolicy: string | undefined
const app = createApp({ onBeforeResponse: ({ context }) => void (contentPolicy = context.contentPolicy) })
const answerTo = toWebHandler(app.use(createRouter().get('/files/p/:folder/:name', pictureRoute)))
const get = (path: string, headers: HeadersInit = {}) => answerTo(new Request(`http://souk.test${path}`, { headers }))

let file: StoredFile
let address: string

beforeAll(async () => {
  provideWorld(ctx)
  const bytes = await sharp({ create: { width: 700, height: 700, channels: 3, background: '#357' } })
    .png()
    .toBuffer()
  file = await storePicture(ctx, systemActor, { bytes, purpose: 'product_image', ownerId: null })
  address = presentPicture(file, '').renditions[0]!.url
})

describe('a picture', () => {
  it('is sent as what it is, for ever, and cannot do anything', async () => {
    const answer = await get(address)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
    expect(contentPolicy).toBe("default-src 'none'; sandbox")
    expect((await sharp(await answer.arrayBuffer()).metadata()).format).toBe('webp')
  })

  it('is not sent again to who has it', async () => {
    const etag = (await get(address)).headers.get('etag')!
    const again = await get(address, { 'if-none-match': etag })
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0])
  })

  it.each([
    ['its source', (folder: string) => `/files/p/${folder}/source.webp`],
    ['a size that was never made', (folder: string) => `/files/p/${folder}/641.webp`],
    ['another type', (folder: string) => `/files/p/${folder}/640.svg`],
    ['the way up', (folder: string) => `/files/p/${folder}/..%2f..%2f${folder}%2f640.webp`],
    ['another folder', () => '/files/p/..%2f..%2fetc/passwd'],
  ])('is not found by %s', async (_name, path) => {
    const answer = await get(path(file.key.split('/')[1]!))
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ data: { code: 'request.not_found' } })
  })

  it('says so when storage is away', async () => {
    provideWorld({
      ...ctx,
      storage: { ...ctx.storage, get: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })) },
    })
    expect((await get(address)).status).toBe(503)
    provideWorld(ctx)
  })
})
