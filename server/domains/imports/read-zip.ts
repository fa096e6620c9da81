import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'

const inflate = promisify(inflateRaw)

const END = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50
const LONGEST_END = 22 + 0xffff
const MOST_ENTRIES = 10_000
const LARGEST_DIRECTORY = 4 * 1024 * 1024
const ENCRYPTED = 1
const PLAIN = 0
const DEFLATED = 8

/** A zip, or one entry of it, cannot be read; the reason is a word for whoever sent it. */
export class ZipProblem extends Error {
  constructor(readonly reason: 'not_a_zip' | 'too_many_entries' | 'too_large' | 'encrypted' | 'damaged') {
    super(`zip: ${reason}`)
    this.name = 'ZipProblem'
  }
}

/** Bytes that are read where one wants them. */
export interface ByteSource {
  size: number
  read: (from: number, length: number) => Promise<Buffer>
}

export interface ZipEntry {
  /** With its folders, as it stands in the zip. */
  path: string
  at: number
  packedBytes: number
  bytes: number
  method: number
  checksum: number
  isEncrypted: boolean
}

/**
 * The files of a zip by the list at its end. Read here and not by a library because those that stream guess where an entry
 * ends when its size comes after it, and the others want the whole zip in memory.
 */
export async function listZip(source: ByteSource): Promise<ZipEntry[]> {
  const { count, size, at } = await findDirectory(source)
  const directory = await source.read(at, size)
  const entries: ZipEntry[] = []
  let place = 0
  for (let number = 0; number < count; number++) {
    if (place + 46 > directory.length || directory.readUInt32LE(place) !== DIRECTORY_ENTRY) throw new ZipProblem('damaged')
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => directory.readUInt16LE(place + offset)) as [
      number,
      number,
      number,
    ]
    const path = nameOf(directory.subarray(place + 46, place + 46 + nameLength))
    if (!path.endsWith('/'))
      entries.push({
        path,
        isEncrypted: (directory.readUInt16LE(place + 8) & ENCRYPTED) !== 0,
        method: directory.readUInt16LE(place + 10),
        checksum: directory.readUInt32LE(place + 16),
        packedBytes: directory.readUInt32LE(place + 20),
        bytes: directory.readUInt32LE(place + 24),
        at: directory.readUInt32LE(place + 42),
      })
    place += 46 + nameLength + extraLength + commentLength
  }
  return entries
}

async function findDirectory(source: ByteSource): Promise<{ count: number; size: number; at: number }> {
  const length = Math.min(source.size, LONGEST_END)
  const tail = await source.read(source.size - length, length)
  for (let place = length - 22; place >= 0; place--) {
    if (tail.readUInt32LE(place) !== END) continue
    const [count, size, at] = [tail.readUInt16LE(place + 10), tail.readUInt32LE(place + 12), tail.readUInt32LE(place + 16)]
    if (count > MOST_ENTRIES || size > LARGEST_DIRECTORY) throw new ZipProblem('too_many_entries')
    if (at + size > source.size) throw new ZipProblem('damaged')
    return { count, size, at }
  }
  throw new ZipProblem('not_a_zip')
}

/** Old programs write names in the alphabet of their country; those are matched as far as they are plain letters. */
function nameOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}

/** One file of a zip, unpacked to at most what the zip says of it, and to at most so many bytes. Throws `ZipProblem`. */
export async function readZipEntry(source: ByteSource, entry: ZipEntry, mostBytes: number): Promise<Buffer> {
  if (entry.isEncrypted) throw new ZipProblem('encrypted')
  if (entry.bytes > mostBytes || entry.packedBytes > mostBytes) throw new ZipProblem('too_large')
  if (entry.at + 30 > source.size) throw new ZipProblem('damaged')

  const head = await source.read(entry.at, 30)
  if (head.readUInt32LE(0) !== LOCAL_ENTRY) throw new ZipProblem('damaged')
  const from = entry.at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  if (from + entry.packedBytes > source.size) throw new ZipProblem('damaged')
  const bytes = await unpack(await source.read(from, entry.packedBytes), entry)
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.checksum) throw new ZipProblem('damaged')
  return bytes
}

async function unpack(packed: Buffer, { method, bytes }: ZipEntry): Promise<Buffer> {
  if (method === PLAIN) return packed
  if (method !== DEFLATED) throw new ZipProblem('damaged')
  return inflate(packed, { maxOutputLength: Math.max(bytes, 1) }).catch(() => {
    throw new ZipProblem('damaged')
  })
}
