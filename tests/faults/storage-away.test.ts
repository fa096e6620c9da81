import { files } from '#db/schema'
import { storePicture } from '#server/domains/files'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { systemActor } from '#server/platform/actor'
import { createS3Storage } from '#server/platform/object-storage/s3-storage'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { testContext } from '../support/context'
import { startS3 } from '../support/s3-server'
import { testServer } from '../support/server'
import { startTcpProxy, type Mood } from '../support/tcp-proxy'

const s3 = await startS3()
const proxy = await startTcpProxy(s3.port)
const settings = { ...s3.settings, endpoint: `http://127.0.0.1:${proxy.port}` }
const storage = createS3Storage(settings)
const ctx = await testContext({ storage }, [finishRenditionsJob])
const server = await testServer({
  S3_BUCKET: settings.bucket,
  S3_ENDPOINT: settings.endpoint,
  S3_ACCESS_KEY_ID: settings.accessKeyId!,
  S3_SECRET_ACCESS_KEY: settings.secretAccessKey!,
})
afterAll(async () => {
  await storage.close()
  await proxy.close()
  await s3.close()
})

const colours = ['red', 'green', 'blue', 'white', 'black', 'orange']
const picture = (n: number) =>
  sharp({ create: { width: 1200, height: 900, channels: 3, background: colours[n]! } })
    .png()
    .toBuffer()

describe.each([
  ['refuses', { kind: 'refuse' }],
  ['says nothing', { kind: 'silent' }],
  ['drips', { kind: 'drip', bytesPerSecond: 20 }],
  ['hangs up in the middle', { kind: 'cut', afterBytes: 20 }],
] as [string, Mood][])('a storage that %s', (name, mood) => {
  const n = ['refuses', 'says nothing', 'drips', 'hangs up in the middle'].indexOf(name)

  it('costs an upload a clear refusal within ten seconds, and no row points at what is not there', { timeout: 20_000 }, async () => {
    const bytes = await picture(n)
    proxy.become(mood)
    const start = Date.now()
    await expect(storePicture(ctx, systemActor, { bytes, purpose: 'product_image', ownerId: null })).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'storage.unavailable',
    })
    expect(Date.now() - start).toBeLessThan(10_000)
    expect(await ctx.db.select().from(files)).toEqual([])
  })

  it('leaves the pages as they are', async () => {
    expect((await server.visitor().get('/', { accept: 'text/html' })).status).toBe(200)
    expect((await server.visitor().get('/readyz')).status).toBe(200)
  })
})

it('that is back takes the same upload', async () => {
  proxy.become({ kind: 'pass' })
  const file = await storePicture(ctx, systemActor, { bytes: await picture(0), purpose: 'product_image', ownerId: null })
  expect(await storage.exists(file.key)).toBe(true)
  expect(await ctx.queue.drain()).toEqual({ done: 1, failed: 0 })
})
