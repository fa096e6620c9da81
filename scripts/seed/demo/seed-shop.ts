import { createProduct, publishProduct, setProductImages } from '#server/domains/catalog'
import {
  addShippingMethod,
  addShippingZone,
  createShop,
  setPayoutAccount,
  setShopPictures,
  setShopStatus,
  updateShop,
} from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { at } from './at'
import type { CategoryPath } from './catalogue/categories'
import type { DemoProduct, DemoShop, ReviewFamily } from './catalogue/types'
import { drawProductPicture, pictureCount, type Pictured } from './pictures/draw-product-picture'
import { drawShopBanner, drawShopLogo } from './pictures/draw-shop'
import { createRandom, wholeBetween, type Random } from './random'
import { storeDrawing } from './store-drawing'
import { richTextOf } from '#shared/rich-text'
import { slugify } from '#shared/slugs'

const REACHES = ['AT', 'BE', 'CH', 'CZ', 'DE', 'DK', 'ES', 'FI', 'FR', 'GB', 'IE', 'IT', 'LU', 'NL', 'NO', 'PL', 'PT', 'SE']
const OPENED_DAYS_AGO = 420
/** The one that banks print on their examples. */
const EXAMPLE_IBAN = 'DE89370400440532013000'
const LOGO_WIDTH = 320
const BANNER_WIDTH = 1920
const THINGS_IN_THE_WINDOW = 5
/** Drawing keeps one core busy; two at once use both. */
const AT_ONCE = 3

interface NewShop {
  shop: DemoShop
  ownerId: string
  categoryIds: ReadonlyMap<CategoryPath, string>
  /** Filled with what each product is, for its reviewers. */
  familyOf: Map<string, ReviewFamily>
}

/** Opens a shop with its pictures, its parcels and its products, all live; answers with its id. */
export async function seedShop(ctx: Context, actor: Actor, { shop, ownerId, ...world }: NewShop): Promise<string> {
  const { slug, name, tagline, about, country, shippingPolicy, returnPolicy, returnDays } = shop
  const shipFrom = shop.shipFrom.split(',')[0]!
  const opened = at(ctx, wholeBetween(createRandom(slug), OPENED_DAYS_AGO - 120, OPENED_DAYS_AGO))
  const { id } = await createShop(opened, actor, ownerId, {
    slug,
    name,
    tagline,
    about,
    country,
    shipFrom,
    shippingPolicy,
    returnPolicy,
    returnDays,
  })
  const address = { name, street: `Market Lane ${wholeBetween(createRandom(name), 1, 90)}`, postalCode: '10115', city: shipFrom, country }
  await updateShop(ctx, actor, id, { version: 1, legalName: `${name} Ltd`, address })
  await setPayoutAccount(ctx, actor, id, { holder: `${name} Ltd`, iban: EXAMPLE_IBAN })
  const zone = await addShippingZone(ctx, actor, id, { name: 'Europe', countries: REACHES })
  await addShippingMethod(ctx, actor, id, { ...shop.shipping, zoneId: zone.id })

  const window = [...new Map(shop.products.map(({ picture }) => [picture.object, picture])).values()].slice(0, THINGS_IN_THE_WINDOW)
  const logo = await storeDrawing(ctx, drawShopLogo(slug), { purpose: 'shop_logo', ownerId: id }, LOGO_WIDTH)
  const banner = await storeDrawing(ctx, drawShopBanner(slug, window), { purpose: 'shop_banner', ownerId: id }, BANNER_WIDTH)
  await setShopPictures(ctx, actor, id, { logoFileId: logo.id, bannerFileId: banner.id })
  await setShopStatus(ctx, actor, id, 'active')

  const waiting = [...shop.products.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await seedProduct(ctx, actor, { shop, shopId: id, ...world }, next[1], next[0])
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return id
}

type Place = Omit<NewShop, 'ownerId'> & { shopId: string }

async function seedProduct(
  ctx: Context,
  actor: Actor,
  { shop, shopId, categoryIds, familyOf }: Place,
  product: DemoProduct,
  index: number,
): Promise<void> {
  const { title, description, category, attributes, options = {} } = product
  const added = at(ctx, wholeBetween(createRandom(title), 2, OPENED_DAYS_AGO - 130))
  const made = await createProduct(added, actor, shopId, {
    title,
    description: richTextOf(description),
    brand: shop.name,
    categoryId: categoryIds.get(category)!,
    attributes: attributes.map(([name, value]) => ({ name, value })),
    options: Object.entries(options).map(([name, values]) => ({ name, values: [...values] })),
    variants: variantsOf(product, `${shop.skuPrefix}-${String(index + 1).padStart(2, '0')}`),
  })

  familyOf.set(made.product.id, product.family)

  const pictured: Pictured = {
    slug: slugify(title),
    shop: shop.slug,
    picture: { ...product.picture, colours: product.colours ?? product.picture.colours },
  }
  const images = []
  for (let place = 0; place < pictureCount(pictured); place++) {
    const file = await storeDrawing(ctx, drawProductPicture(pictured, place), { purpose: 'product_image', ownerId: shopId })
    images.push({ fileId: file.id, alt: altOf(title, place) })
  }
  await setProductImages(ctx, actor, made.product.id, images)
  await publishProduct(added, actor, made.product.id)
}

const altOf = (title: string, place: number) => [title, `${title}, where it is used`, `${title}, more of it`][place] ?? title

/** Every combination of the options, with a SKU, a price and a stock that are the same on every machine. */
function variantsOf(
  { title, options = {}, priceMinor, compareAtMinor, extraMinor = {}, soldOut = [], weightGrams }: DemoProduct,
  sku: string,
) {
  const random = createRandom(title)
  const choices = Object.values(options).reduce<string[][]>(
    (all, values) => all.flatMap((chosen) => values.map((value) => [...chosen, value])),
    [[]],
  )

  return choices.map((optionValues, place) => {
    const extra = optionValues.reduce((all, value) => all + (extraMinor[value] ?? 0), 0)
    const isOut = soldOut === 'all' || optionValues.some((value) => soldOut.includes(value)) || soldOut.includes(optionValues.join(' / '))
    return {
      optionValues,
      sku: choices.length === 1 ? sku : `${sku}-${place + 1}`,
      priceMinor: priceMinor + extra,
      compareAtMinor: compareAtMinor ? compareAtMinor + extra : null,
      onHand: isOut ? 0 : stockOf(random),
      weightGrams,
    }
  })
}

/** Most have plenty; one in eight is nearly gone. */
const stockOf = (random: Random): number => (random() < 0.125 ? wholeBetween(random, 1, 3) : wholeBetween(random, 8, 60))
