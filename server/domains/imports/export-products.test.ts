import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { variants } from '#db/schema'
import { jobs } from '#server/jobs'
import { testContext } from '../../../tests/support/context'
import { importFiles } from '../../../tests/support/import-files'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { exportProducts } from './export-products'
import { madeAhead } from './made-ahead'

const ctx = await testContext({}, jobs)
const catalog = makeCatalog(ctx)
let shop: MadeShop
const files = importFiles(ctx, () => shop)

const PRODUCTS = 60

it('writes products as they were at one moment, however they change meanwhile', async () => {
  shop = await catalog.shop()
  await files.bring(['Handle,Title,SKU,Price', ...Array.from({ length: PRODUCTS }, (_, n) => `p${n},Product ${n},P-${n},1.00`)].join('\n'))
  const raise = () =>
    ctx.db
      .update(variants)
      .set({ priceMinor: sql`${variants.priceMinor} + 100` })
      .where(eq(variants.shopId, shop.row.id))

  for (let turn = 0; turn < 3; turn++) {
    let isOver = false
    const changing = (async () => {
      for (let time = 0; !isOver || time === 0; time++) await raise()
    })()
    let text = ''
    for await (const piece of await exportProducts(ctx, shop.owner, shop.row.id, 1)) text += piece
    isOver = true
    await changing

    const prices = text.split('\n').flatMap((line) => /,P-\d+,(\d+\.\d\d),/.exec(line)?.[1] ?? [])
    expect(prices).toHaveLength(PRODUCTS)
    expect(new Set(prices).size).toBe(1)
  }
})

it('is not held up by who reads slowly, and stops for who does not read on', async () => {
  const made: number[] = []
  const pieces = madeAhead(async (add) => {
    for (let piece = 0; piece < 1000; piece++) {
      add(`piece ${piece}`)
      made.push(piece)
      if (piece % 100 === 99) await new Promise((done) => setImmediate(done))
    }
  })
  expect((await pieces.next()).value).toBe('piece 0')
  await expect.poll(() => made.length).toBe(1000)
  const rest = []
  for await (const piece of pieces) rest.push(piece)
  expect([rest.length, rest.at(-1)]).toEqual([999, 'piece 999'])

  let isStopped = false
  const left = madeAhead(async (add) => {
    try {
      for (;;) {
        add('more')
        await new Promise((done) => setImmediate(done))
      }
    } finally {
      isStopped = true
    }
  })
  await left.next()
  await left.return(undefined)
  await expect.poll(() => isStopped).toBe(true)
})

it('tells the reader what went wrong', async () => {
  const pieces = madeAhead((add) => {
    add('one')
    return Promise.reject(new Error('the power is gone'))
  })
  expect((await pieces.next()).value).toBe('one')
  await expect(pieces.next()).rejects.toThrow('the power is gone')
})
