import { expect, it } from 'vitest'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'
import { testContext } from '../../../tests/support/context'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { saveProduct } from './save-product'

const told: string[] = []
const listener: Job<DomainEvents['stock.changed']> = {
  name: 'test.listen',
  on: ['stock.changed'],
  handle: async (_, { variantIds }) => void told.push(...variantIds),
}
const ctx = await testContext({}, [listener])
const make = makeCatalog(ctx)

it('tells nobody of the first stock of what nobody is shown', async () => {
  const shop = await make.shop()
  const draft = await make.draft(shop, { variants: [{ sku: 'A', priceMinor: 100, onHand: 5 }] })
  await ctx.queue.drain()
  expect(told).toEqual([])

  const live = await make.product(shop, {
    options: [{ name: 'Size', values: ['S'] }],
    variants: [{ sku: 'S', priceMinor: 100, optionValues: ['S'] }],
  })
  await saveProduct(ctx, shop.owner, live.product.id, {
    title: 'Bowl',
    description: live.product.description,
    categoryId: live.product.categoryId,
    options: [{ name: 'Size', values: ['S', 'M'] }],
    variants: [
      { sku: 'S', priceMinor: 100, optionValues: ['S'] },
      { sku: 'M', priceMinor: 100, optionValues: ['M'], onHand: 5 },
    ],
  })
  await ctx.queue.drain()
  expect(told).toHaveLength(1)
  expect(told).not.toContain(draft.variants[0]!.id)
})
