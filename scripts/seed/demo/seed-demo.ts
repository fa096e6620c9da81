import { createAdmin } from '#server/domains/accounts'
import { countTerms } from '#server/domains/search'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { demoShops } from './catalogue'
import { demoBuyers } from './catalogue/people'
import type { ReviewFamily } from './catalogue/types'
import { newPassword, openDemoAccount } from './seed-accounts'
import { seedBalance } from './seed-balance'
import { seedCategories } from './seed-categories'
import { seedCoupons } from './seed-coupons'
import { FIRST_DAY, seedOrders, type Regular } from './seed-orders'
import { seedPayouts } from './seed-payouts'
import { seedShop } from './seed-shop'
import { seedTaxRates } from './seed-tax-rates'

/** An account of the demo marketplace, with the password that was made for it. */
export interface DemoAccount {
  who: 'shopper' | 'seller' | 'admin'
  email: string
  password: string
  /** Base32; the admin's second factor. */
  totpSecret?: string
}

export interface SeedOptions {
  /** Told what is being made, in words for people. */
  report: (what: string) => void
}

/** Whose dashboard the demo's seller sees. */
const SELLERS_SHOP = 'mare-stoneware'

/** Fills an empty marketplace by calling the domains, so that its stock has movements and its money has postings. */
export async function seedDemo(ctx: Context, { report }: SeedOptions): Promise<DemoAccount[]> {
  report('people')
  const shopper = await openDemoAccount(ctx, { name: 'Sam Shopper', email: 'shopper@souk.example' })
  const seller = await openDemoAccount(ctx, {
    name: demoShops.find(({ slug }) => slug === SELLERS_SHOP)!.owner.name,
    email: 'seller@souk.example',
  })
  const admin = await createAdmin(ctx, 'admin@souk.example', { name: 'Ada Admin', password: newPassword(), withTwoFactor: true })

  report('categories')
  const categoryIds = await seedCategories(ctx)
  await seedTaxRates(ctx, categoryIds)

  const familyOf = new Map<string, ReviewFamily>()
  let done = 0
  const shops = demoShops.map((shop) => ({ ...shop, products: shop.products.slice(0, ctx.config.DEMO_PRODUCTS) }))
  for (const shop of shops) {
    const owner = shop.slug === SELLERS_SHOP ? seller.userId : (await openDemoAccount(ctx, shop.owner)).userId
    const shopId = await seedShop(ctx, systemActor, { shop, ownerId: owner, categoryIds, familyOf })
    if (shop.slug === SELLERS_SHOP) await seedCoupons(ctx, shopId)
    done += shop.products.length
    report(`${done} of ${shops.reduce((all, { products }) => all + products.length, 0)} products`)
  }

  report('orders and reviews')
  const regulars: Regular[] = [{ ...demoBuyers[0]!, name: 'Sam Shopper', email: shopper.email, userId: shopper.userId }]
  for (const buyer of demoBuyers) regulars.push({ ...buyer, userId: (await openDemoAccount(ctx, buyer)).userId })
  await seedOrders(ctx, regulars, familyOf)
  await seedPayouts(ctx, FIRST_DAY)
  await seedBalance(ctx)
  await countTerms(ctx)

  return [
    { who: 'shopper', email: shopper.email, password: shopper.password },
    { who: 'seller', email: seller.email, password: seller.password },
    { who: 'admin', email: admin.email, password: admin.password, totpSecret: admin.totpSecret! },
  ]
}
