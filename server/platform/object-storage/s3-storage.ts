import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { addAbortSignal, type Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { checkKey, storageUnavailable } from './object-key'
import type { ObjectStorage } from './object-storage'

const DEADLINE_MS = 9_000
const FALLBACK_TYPE = 'application/octet-stream'

export interface S3Settings {
  bucket: string
  region: string
  endpoint?: string
  accessKeyId?: string
  secretAccessKey?: string
}

/** Amazon S3 and what speaks its language. */
export function createS3Storage({
  bucket,
  region,
  endpoint,
  accessKeyId,
  secretAccessKey,
}: S3Settings): ObjectStorage & { close(): Promise<void> } {
  const s3 = new S3Client({
    region,
    endpoint,
    forcePathStyle: endpoint !== undefined,
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
    maxAttempts: 2,
    // Other stores, s3rver among them, keep the checksum trailers of newer clients as part of the file.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 3_000, requestTimeout: DEADLINE_MS },
  })

  /** Null when there is no such object; any other failure, slowness included, means that the storage is away. */
  async function ask<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    const signal = AbortSignal.timeout(DEADLINE_MS)
    try {
      return await work(signal)
    } catch (error) {
      if (isAbsence(error)) return null
      throw storageUnavailable(error)
    }
  }

  return {
    async put(key, body, { contentType, cacheControl }) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: checkKey(key),
        Body: body,
        ContentType: contentType,
        CacheControl: cacheControl,
      })
      await ask((abortSignal) => s3.send(command, { abortSignal }))
    },

    async get(key) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: checkKey(key) })
      return ask(async (abortSignal) => {
        const found = await s3.send(command, { abortSignal })
        const body = await buffer(addAbortSignal(abortSignal, found.Body as Readable))
        if (found.ContentLength !== undefined && body.length !== found.ContentLength) throw new Error('the object was cut short')
        return { body, contentType: found.ContentType ?? FALLBACK_TYPE }
      })
    },

    async exists(key) {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: checkKey(key) })
      return (await ask((abortSignal) => s3.send(command, { abortSignal }))) !== null
    },

    async sizeOf(key) {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: checkKey(key) })
      const found = await ask((abortSignal) => s3.send(command, { abortSignal }))
      return found && (found.ContentLength ?? 0)
    },

    async delete(key) {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: checkKey(key) })
      await ask((abortSignal) => s3.send(command, { abortSignal }))
    },

    async *list(prefix) {
      let from: string | undefined
      do {
        const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: from })
        const page = await ask((abortSignal) => s3.send(command, { abortSignal }))
        for (const { Key } of page?.Contents ?? []) if (Key) yield Key
        from = page?.NextContinuationToken
      } while (from)
    },

    signedReadUrl: async () => null,

    async signedWriteUrl(key, { contentType, sizeBytes, seconds }) {
      const command = new PutObjectCommand({ Bucket: bucket, Key: checkKey(key), ContentType: contentType, ContentLength: sizeBytes })
      const signableHeaders = new Set(['host', 'content-type', 'content-length'])
      return getSignedUrl(s3, command, { expiresIn: seconds, signableHeaders })
    },

    async check() {
      const command = new HeadBucketCommand({ Bucket: bucket })
      return s3.send(command, { abortSignal: AbortSignal.timeout(3_000) }).then(
        () => true,
        () => false,
      )
    },

    async close() {
      s3.destroy()
    },
  }
}

/** A bucket that is missing is a broken set-up, not an absent object. */
const isAbsence = (error: unknown) =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404 && error.name !== 'NoSuchBucket'
