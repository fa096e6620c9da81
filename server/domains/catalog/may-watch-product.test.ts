import { expect, it } from 'vitest'
import { jobs } from '#server/jobs'
import { visitor } from '#server/platform/actor'
import { topicChannel } from '#server/platform/realtime-bus/topics'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { mayWatchProduct } from './may-watch-product'
import { refreshListings } from './refresh-listings'

const ctx = await testContext({}, jobs)
const make = makeCatalog(ctx)

it('everybody may watch a product that is listed, and hears of its price and stock', async () => {
  const seller = await make.shop()
  const { product } = await make.product(seller)
  await ctx.queue.drain()
  const { product: draft } = await make.draft(seller)
  expect(await mayWatchProduct(ctx, visitor(), product.id)).toBe(true)
  for (const id of [draft.id, ctx.newId(), 'nothing', '']) expect(await mayWatchProduct(ctx, visitor(), id)).toBe(false)

  let heard = 0
  const stop = await ctx.bus.subscribe(topicChannel(`product:${product.id}`), () => void heard++)
  await make.reprice(seller, product.id, 4200)
  await ctx.queue.drain()
  await expect.poll(() => heard).toBeGreaterThan(0)

  heard = 0
  await refreshListings(ctx, [product.id], { anew: true })
  await refreshListings(ctx, [draft.id])
  expect(heard).toBe(0)
  await stop()
})
