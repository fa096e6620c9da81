import { createFolderStorage } from '#server/platform/object-storage/folder-storage'
import { createS3Storage } from '#server/platform/object-storage/s3-storage'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startS3, type S3Server } from '../support/s3-server'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy'
import { objectStorageContract } from './object-storage.contract'

describe('a folder', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-files-'))
  const storage = createFolderStorage(folder)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  objectStorageContract(() => storage)

  it('takes no files but through the app', async () => {
    expect(await storage.signedWriteUrl('uploads/a/b', { contentType: 'image/png', sizeBytes: 3, seconds: 600 })).toBeNull()
  })

  it('leaves nothing half written behind', () => {
    expect(readdirSync(path.join(folder, 'incoming'))).toEqual([])
  })

  it('says so when it cannot be written', async () => {
    const file = path.join(folder, 'objects', 'empty.txt')
    const broken = createFolderStorage(file)
    await expect(broken.put('a.txt', Buffer.from('x'), { contentType: 'text/plain' })).rejects.toMatchObject({
      code: 'storage.unavailable',
    })
    expect(await broken.check()).toBe(false)
  })
})

describe('S3', () => {
  let server: S3Server
  let storage: ReturnType<typeof createS3Storage>

  beforeAll(async () => {
    server = await startS3()
    storage = createS3Storage(server.settings)
  })
  afterAll(async () => {
    await storage.close()
    await server.close()
  })

  objectStorageContract(() => storage)

  it('takes a missing bucket for a broken set-up, not for an absent object', async () => {
    const elsewhere = createS3Storage({ ...server.settings, bucket: 'nowhere' })
    await expect(elsewhere.get('a.txt')).rejects.toMatchObject({ code: 'storage.unavailable' })
    expect(await elsewhere.check()).toBe(false)
    await elsewhere.close()
  })

  it('signs an address that takes one file of the type and size that were asked for', async () => {
    const url = (await storage.signedWriteUrl('uploads/a/b', { contentType: 'image/png', sizeBytes: 3, seconds: 600 }))!
    const signed = new URL(url).searchParams
    expect(signed.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host')
    expect(signed.get('X-Amz-Expires')).toBe('600')

    // A store refuses what differs from the signed headers; this one takes anything with a good signature.
    const headers = { 'content-type': 'image/png' }
    expect((await fetch(url, { method: 'PUT', headers, body: 'abc' })).status).toBe(200)
    expect(await storage.sizeOf('uploads/a/b')).toBe(3)
  })

  describe('behind a bad network', () => {
    let proxy: TcpProxy
    let shaky: ReturnType<typeof createS3Storage>
    const body = Buffer.alloc(200_000, 'x')

    beforeAll(async () => {
      proxy = await startTcpProxy(server.port)
      shaky = createS3Storage({ ...server.settings, endpoint: `http://127.0.0.1:${proxy.port}` })
      await shaky.put('there.bin', body, { contentType: 'application/octet-stream' })
    })
    afterAll(async () => {
      await shaky.close()
      await proxy.close()
    })

    it.each([
      ['nobody answers', { kind: 'refuse' }],
      ['the answer is cut', { kind: 'cut', afterBytes: 50_000 }],
      ['the answer drips', { kind: 'drip', bytesPerSecond: 1000 }],
      ['nothing is ever said', { kind: 'silent' }],
    ] as const)('says within ten seconds that it is away when %s', { timeout: 15_000 }, async (_, mood) => {
      proxy.become(mood)
      const start = Date.now()
      await expect(shaky.get('there.bin')).rejects.toMatchObject({ code: 'storage.unavailable' })
      expect(Date.now() - start).toBeLessThan(10_000)
    })

    it('works again by itself', async () => {
      proxy.become({ kind: 'pass' })
      expect((await shaky.get('there.bin'))!.body).toHaveLength(body.length)
    })
  })
})
