import { setImmediate as othersTurn } from 'node:timers/promises'
import { FileProblem } from './file-problem'
import { CellSplitter, type Row } from './split-cells'

const DELIMITERS = [',', ';', '\t'] as const
/** A first line by which spreadsheets tell each other the delimiter. */
const DELIMITER_HINT = /^sep=([,;\t])\s*[\r\n]/i
const ENOUGH_FOR_A_HEADER = 64 * 1024
/** After so many bytes whoever else the server works for has a turn. */
const BYTES_A_TURN = 64 * 1024
export const ROW_LIMIT = 200_000

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** Finds out while the bytes pass how they are written: by their mark, else UTF-8 if every byte of them is, else Windows-1252. */
export function createEncodingFinder(): { push: (bytes: Uint8Array) => void; end: () => Encoding } {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let mark: Encoding | null = null
  let isFirst = true
  let isUtf8 = true

  const decode = (bytes?: Uint8Array) => {
    try {
      strict.decode(bytes, { stream: bytes !== undefined })
    } catch {
      isUtf8 = false
    }
  }
  return {
    push(bytes) {
      if (isFirst && bytes.length > 1) {
        isFirst = false
        mark = encodingOfMark(bytes)
      }
      if (!mark && isUtf8) decode(bytes)
    },
    end() {
      if (!mark && isUtf8) decode()
      return mark ?? (isUtf8 ? 'utf-8' : 'windows-1252')
    },
  }
}

function encodingOfMark([first, second, third]: Uint8Array): Encoding | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

/** The rows of a file, header first, as they are read; empty lines are left out. */
export async function* readRows(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Row> {
  let splitter: CellSplitter | null = null
  let start = ''
  let rows = 0
  let isFirst = true

  const counted = function* (found: Row[]) {
    for (const row of found) {
      const isHint = isFirst && DELIMITER_HINT.test(start)
      isFirst = false
      if (isHint) continue
      if (rows++ > ROW_LIMIT) throw new FileProblem(`The file has more than ${ROW_LIMIT} rows. Please split it.`)
      yield row
    }
  }
  const open = () => (splitter = new CellSplitter(delimiterOf(start)))

  for await (const text of decoded(bytes, encoding)) {
    if (splitter) yield* counted((splitter as CellSplitter).push(text))
    else {
      start += text
      if (start.length >= ENOUGH_FOR_A_HEADER) yield* counted(open().push(start))
    }
  }
  if (!splitter) yield* counted(open().push(start))
  yield* counted(splitter!.end())
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  // The database keeps no such character, and no text means anything by it.
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; at += BYTES_A_TURN) {
      yield decoder.decode(piece.subarray(at, at + BYTES_A_TURN), { stream: true }).replaceAll('\0', '')
      await othersTurn()
    }
  }
  yield decoder.decode()
}

/** The delimiter that the file names, else the one that the first line has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const hint = DELIMITER_HINT.exec(text)
  if (hint) return hint[1]!
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]))
  let inQuotes = false
  for (const char of text) {
    if (char === '"') inQuotes = !inQuotes
    else if (!inQuotes && (char === '\n' || char === '\r')) {
      if ([...counts.values()].some((count) => count > 0)) break
    } else if (!inQuotes && counts.has(char)) counts.set(char, counts.get(char)! + 1)
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}
