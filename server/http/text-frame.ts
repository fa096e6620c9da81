/** What a length stands for that does not fit into the first two bytes: it follows in two or eight more. */
const [IN_TWO_BYTES, IN_EIGHT_BYTES] = [126, 127]
const FINAL_TEXT = 0x81

/** A text as the one unmasked frame that a server sends it in (RFC 6455, 5.2). */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const head = length < IN_TWO_BYTES ? 2 : length < 0x10000 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = FINAL_TEXT
  if (head === 2) frame[1] = length
  else if (head === 4) {
    frame[1] = IN_TWO_BYTES
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = IN_EIGHT_BYTES
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, head)
  return frame
}
