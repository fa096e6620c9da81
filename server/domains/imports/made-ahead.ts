import { deflateSync, inflateSync } from 'node:zlib'

/** Takes the next piece; throws once nobody reads any more. */
export type AddPiece = (piece: string) => void

/**
 * Hands pieces of text on as they are asked for, while `make` goes on at its own pace, so that a slow reader never keeps a
 * transaction open. What waits is packed.
 */
export async function* madeAhead(make: (add: AddPiece) => Promise<void>): AsyncGenerator<string> {
  const waiting: Uint8Array[] = []
  let [isMade, isWanted] = [false, true]
  let wake = () => {}

  const work = make((piece) => {
    if (!isWanted) throw new Error('nobody reads this any more')
    waiting.push(deflateSync(piece, { level: 1 }))
    wake()
  }).finally(() => {
    isMade = true
    wake()
  })
  // Told to the reader, below.
  work.catch(() => {})

  try {
    for (;;) {
      for (let next; (next = waiting.shift());) yield inflateSync(next).toString()
      if (isMade) break
      await new Promise<void>((resolve) => (wake = resolve))
    }
    await work
  } finally {
    isWanted = false
  }
}
