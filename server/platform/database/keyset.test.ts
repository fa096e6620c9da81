import { expect, it } from 'vitest'
import { z } from 'zod'
import { idSchema } from '#shared/contracts/common'
import { decodeCursor, encodeCursor, momentKeySchema } from './keyset'

const keys = z.tuple([momentKeySchema, idSchema])
const ID = '01940000-0000-7000-8000-000000000001'
const byMoment = (moment: string) => () => decodeCursor(encodeCursor([moment, ID]), keys)

it('gives the keys back as they were', () => {
  for (const moment of ['2026-01-01T00:00:00.123456Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'])
    expect(byMoment(moment)()).toEqual([moment, ID])
})

it.each(['0000-01-01T00:00:00Z', '2026-01-01T00:00:00+23:59', '2026-01-01T00:00:00+01:00', '2026-02-30T00:00:00Z', 'now'])(
  'refuses %s, which is no moment of the database',
  (moment) => expect(byMoment(moment)).toThrow(expect.objectContaining({ code: 'request.cursor_invalid' })),
)

it.each(['a\0', '\ud800', '\udc00b'])('refuses a text that the database cannot hold: %j', (name) => {
  const byName = z.tuple([z.string(), idSchema])
  const cursor = Buffer.from(JSON.stringify([name, ID])).toString('base64url')
  expect(() => decodeCursor(cursor, byName)).toThrow(expect.objectContaining({ code: 'request.cursor_invalid' }))
})

it.each(['', '{', 'bnVsbA', 'W10'])('refuses what it did not hand out: %j', (cursor) =>
  expect(() => decodeCursor(cursor, keys)).toThrow(expect.objectContaining({ code: 'request.cursor_invalid' })),
)
