import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import type { S3Settings } from '#server/platform/object-storage/s3-storage'

export interface S3Server {
  port: number
  settings: S3Settings & { endpoint: string }
  close(): Promise<void>
}

interface S3rver {
  run(): Promise<{ port: number }>
  close(): Promise<void>
}

// s3rver has no types and is CommonJS.
const S3rver = createRequire(import.meta.url)('s3rver') as new (options: object) => S3rver

/** A store that speaks S3, in a folder of its own. */
export async function startS3(): Promise<S3Server> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'souk-s3-'))
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: 'souk' }] })
  const { port } = await server.run()
  return {
    port,
    settings: {
      bucket: 'souk',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    },
    async close() {
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
