import { randomUUID } from 'node:crypto'
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { checkKey, storageUnavailable } from './object-key'
import type { ObjectStorage } from './object-storage'

const FALLBACK_TYPE = 'application/octet-stream'

/**
 * Files in a folder: `objects/<key>` holds the bytes, `types/<key>` the content type, `incoming/` what is
 * being written. A reader sees the whole object or none, also after a power cut.
 */
export function createFolderStorage(root: string): ObjectStorage {
  const objects = path.join(root, 'objects')
  const types = path.join(root, 'types')
  const incoming = path.join(root, 'incoming')

  async function writeWhole(target: string, body: Uint8Array): Promise<void> {
    const temporary = path.join(incoming, randomUUID())
    await mkdir(incoming, { recursive: true })
    await mkdir(path.dirname(target), { recursive: true })
    try {
      const file = await open(temporary, 'wx')
      try {
        await file.writeFile(body)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, target)
      await syncFolder(path.dirname(target))
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  return {
    async put(key, body, { contentType }) {
      checkKey(key)
      try {
        await writeWhole(path.join(types, key), Buffer.from(contentType))
        await writeWhole(path.join(objects, key), body)
      } catch (error) {
        throw storageUnavailable(error)
      }
    },

    async get(key) {
      checkKey(key)
      const body = await orNull(readFile(path.join(objects, key)))
      if (!body) return null
      const contentType = await orNull(readFile(path.join(types, key), 'utf8'))
      return { body, contentType: contentType ?? FALLBACK_TYPE }
    },

    async exists(key) {
      checkKey(key)
      return (await orNull(access(path.join(objects, key)).then(() => true))) ?? false
    },

    async sizeOf(key) {
      checkKey(key)
      const found = await orNull(stat(path.join(objects, key)))
      return found?.isFile() ? found.size : null
    },

    async delete(key) {
      checkKey(key)
      await rm(path.join(objects, key), { force: true })
      await rm(path.join(types, key), { force: true })
    },

    async *list(prefix) {
      const entries = (await orNull(readdir(objects, { recursive: true, withFileTypes: true }))) ?? []
      const keys = entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(objects, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      yield* keys.filter((key) => key.startsWith(prefix))
    },

    signedReadUrl: async () => null,
    signedWriteUrl: async () => null,

    async check() {
      return mkdir(incoming, { recursive: true }).then(
        () => true,
        () => false,
      )
    },
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/** Null when there is no such file; any other failure means that the storage is away. */
async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null
    throw storageUnavailable(error)
  }
}
