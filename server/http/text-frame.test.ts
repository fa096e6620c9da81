import { expect, it } from 'vitest'
import { frameReader } from '../../tests/support/frame-reader'
import { textFrame } from './text-frame'

const read = (frame: Buffer): Promise<string> => new Promise((resolve, reject) => frameReader(resolve, reject)(frame))

it.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])('says a text of %i bytes', async (length) => {
  const text = 'x'.repeat(length)
  expect(await read(textFrame(text))).toBe(text)
})

it('counts bytes and not letters', async () => {
  const text = '„ü😀“'.repeat(20)
  expect(await read(textFrame(text))).toBe(text)
})

it('says several one after the other on one stream', async () => {
  const said: string[] = []
  const hear = frameReader(
    (text) => said.push(text),
    (error) => said.push(error.message),
  )
  hear(Buffer.concat([textFrame('one'), textFrame('y'.repeat(300)), textFrame('three')]))
  await expect.poll(() => said).toEqual(['one', 'y'.repeat(300), 'three'])
})
