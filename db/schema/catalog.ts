import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core'
import type { AttributeValues, CategoryAttribute } from '../../shared/category-attributes'
import type { Picture } from '../../shared/contracts/common'
import { PRODUCT_STATUSES } from '../../shared/lifecycles/product'
import { HOLD_OWNER_KINDS, HOLD_STATES, STOCK_MOVEMENT_KINDS } from '../../shared/lifecycles/stock'
import { createdAt, currencyCode, minorUnits, moment, oneOf, primaryId, searchVector, status } from '../columns'
import { files } from './files'
import { shops } from './shops'

/** A place in the category tree. `path` is the slugs from the top, joined by `/`: the address of its page. */
export const categories = pgTable(
  'categories',
  {
    id: primaryId(),
    parentId: uuid().references((): AnyPgColumn => categories.id),
    slug: text().notNull(),
    path: text().notNull().unique('categories_path_taken'),
    name: text().notNull(),
    description: text().notNull().default(''),
    position: integer().notNull().default(0),
    imageFileId: uuid().references(() => files.id),
    /** What its products are asked for, in order; those of the categories above count too. */
    attributes: jsonb().$type<CategoryAttribute[]>().notNull().default([]),
    /** For search engines; the name and the description stand in for what is empty. */
    seoTitle: text().notNull().default(''),
    seoDescription: text().notNull().default(''),
  },
  (table) => [index('categories_of_parent').on(table.parentId, table.position)],
)

/** What a shop lists; the thing with a page. */
export const products = pgTable(
  'products',
  {
    id: primaryId(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    slug: text().notNull().unique('products_slug_taken'),
    title: text().notNull(),
    /** Rich text: HTML of a few elements, cleaned before it is stored. */
    description: text().notNull().default(''),
    status: status(PRODUCT_STATUSES).notNull().default('draft'),
    categoryId: uuid().references(() => categories.id),
    brand: text().notNull().default(''),
    /** Name and value pairs, in the order they are shown. */
    attributes: jsonb().$type<{ name: string; value: string }[]>().notNull().default([]),
    /** What it says of the attributes that its category asks for. */
    attributeValues: jsonb().$type<AttributeValues>().notNull().default({}),
    tags: text().array().notNull().default([]),
    /** How many of a variant are sold at once: at least, at most where that is said, and in steps of so many. */
    orderMin: integer().notNull().default(1),
    orderMax: integer(),
    orderStep: integer().notNull().default(1),
    /** For search engines; the title and the description stand in for what is empty. */
    seoTitle: text().notNull().default(''),
    seoDescription: text().notNull().default(''),
    /** What an import calls it, by which the next import finds it again. */
    importHandle: text(),
    /** One more with each change, by which an editor learns that somebody else has saved. */
    version: integer().notNull().default(1),
    /** Why it was not let through, while it is `rejected`. */
    rejectionReason: text().notNull().default(''),
    submittedAt: moment(),
    ratingSum: integer().notNull().default(0),
    ratingCount: integer().notNull().default(0),
    soldCount: integer().notNull().default(0),
    publishedAt: moment(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    index('products_of_shop').on(table.shopId, table.status, table.id.desc().nullsFirst()),
    index('products_of_category').on(table.categoryId, table.status),
    index('products_for_sitemap').on(table.status, table.id),
    index('products_to_review')
      .on(table.submittedAt)
      .where(sql`${table.status} = 'in_review'`),
    unique('one_import_handle_a_shop').on(table.shopId, table.importHandle),
    check('products_status_known', oneOf(table.status, PRODUCT_STATUSES)),
    check('products_order_rule_positive', sql`${table.orderMin} > 0 and ${table.orderStep} > 0 and ${table.orderMax} > 0`),
  ],
)

/** What became of a product, by whom and why. Append-only. */
export const productEvents = pgTable(
  'product_events',
  {
    id: primaryId(),
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    fromStatus: status(PRODUCT_STATUSES),
    toStatus: status(PRODUCT_STATUSES).notNull(),
    userId: uuid(),
    reason: text().notNull().default(''),
    createdAt: createdAt(),
  },
  (table) => [index('product_events_of_product').on(table.productId, table.createdAt.desc().nullsFirst())],
)

/** Old addresses, so that a link once given keeps working. */
export const slugHistory = pgTable(
  'slug_history',
  {
    kind: text({ enum: ['product', 'shop', 'category'] }).notNull(),
    slug: text().notNull(),
    targetId: uuid().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.slug] }),
    check('slug_history_kind_known', oneOf(table.kind, ['product', 'shop', 'category'])),
  ],
)

/** What a buyer chooses, such as colour or size, with its values in the order they are shown. */
export const productOptions = pgTable(
  'product_options',
  {
    id: primaryId(),
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    values: text().array().notNull(),
    position: integer().notNull().default(0),
  },
  (table) => [unique('one_option_a_name').on(table.productId, table.name)],
)

/** The thing with a SKU, a price and stock. A product without options has one. */
export const variants = pgTable(
  'variants',
  {
    id: primaryId(),
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    /** The chosen values in the order of the options, joined by ` / `; empty without options. */
    optionKey: text().notNull().default(''),
    optionValues: text().array().notNull().default([]),
    sku: text().notNull(),
    priceMinor: minorUnits().notNull(),
    compareAtMinor: minorUnits(),
    currency: currencyCode().notNull(),
    weightGrams: integer().notNull().default(0),
    /** The picture that shows this variant, by its position in the gallery. */
    imagePosition: integer(),
    position: integer().notNull().default(0),
  },
  (table) => [
    unique('one_variant_a_choice').on(table.productId, table.optionKey),
    unique('variants_sku_taken').on(table.shopId, table.sku),
    index('variants_of_product').on(table.productId, table.position),
    check('variants_price_not_negative', sql`${table.priceMinor} >= 0`),
    check('variants_compare_at_higher', sql`${table.compareAtMinor} is null or ${table.compareAtMinor} > ${table.priceMinor}`),
  ],
)

/** Every price a variant ever had. Append-only. */
export const priceHistory = pgTable(
  'price_history',
  {
    id: primaryId(),
    variantId: uuid()
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    priceMinor: minorUnits().notNull(),
    compareAtMinor: minorUnits(),
    since: createdAt(),
  },
  (table) => [index('price_history_of_variant').on(table.variantId, table.since.desc().nullsFirst())],
)

/** The gallery of a product; position 0 is its face. */
export const productImages = pgTable(
  'product_images',
  {
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    fileId: uuid()
      .notNull()
      .references(() => files.id),
    alt: text().notNull().default(''),
  },
  (table) => [primaryKey({ columns: [table.productId, table.position] }), index('product_images_of_file').on(table.fileId)],
)

/** The counters of a variant. Written only together with a stock movement. */
export const stockLevels = pgTable(
  'stock_levels',
  {
    variantId: uuid()
      .primaryKey()
      .references(() => variants.id, { onDelete: 'cascade' }),
    tracked: boolean().notNull().default(true),
    backorder: boolean().notNull().default(false),
    onHand: integer().notNull().default(0),
    reserved: integer().notNull().default(0),
    lowAt: integer().notNull().default(3),
    /** When the shop was told that little is left; empty again once there is more. */
    lowAlertedAt: moment(),
  },
  (table) => [
    check(
      'stock_never_oversold',
      sql`${table.reserved} >= 0 and (${table.backorder} or not ${table.tracked} or ${table.reserved} <= ${table.onHand})`,
    ),
  ],
)

/** Stock put aside for a checkout or an agreed price, with an end. */
export const stockHolds = pgTable(
  'stock_holds',
  {
    id: primaryId(),
    ownerKind: status(HOLD_OWNER_KINDS).notNull(),
    ownerId: uuid().notNull(),
    /** The agreed price that it is for, whoever owns it meanwhile: the offer itself, or the checkout that is buying it. */
    offerId: uuid().unique('one_hold_an_offer'),
    variantId: uuid()
      .notNull()
      .references(() => variants.id),
    quantity: integer().notNull(),
    expiresAt: moment().notNull(),
    state: status(HOLD_STATES).notNull().default('active'),
    createdAt: createdAt(),
  },
  (table) => [
    unique('one_hold_an_owner_and_variant').on(table.ownerKind, table.ownerId, table.variantId, table.offerId).nullsNotDistinct(),
    index('stock_holds_of_variant').on(table.variantId),
    index('stock_holds_live')
      .on(table.variantId)
      .where(sql`${table.state} = 'active'`),
    index('stock_holds_to_expire')
      .on(table.expiresAt)
      .where(sql`${table.state} = 'active'`),
    check('stock_holds_quantity_positive', sql`${table.quantity} > 0`),
    check('stock_holds_state_known', oneOf(table.state, HOLD_STATES)),
    check('stock_holds_owner_kind_known', oneOf(table.ownerKind, HOLD_OWNER_KINDS)),
    check(
      'stock_holds_of_offers_name_them',
      sql`${table.ownerKind} <> 'offer' or (${table.offerId} is not null and ${table.offerId} = ${table.ownerId})`,
    ),
  ],
)

/** Why a counter changed. Append-only and the only writer of the counters. */
export const stockMovements = pgTable(
  'stock_movements',
  {
    id: primaryId(),
    variantId: uuid()
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    kind: status(STOCK_MOVEMENT_KINDS).notNull(),
    quantity: integer().notNull(),
    onHandDelta: integer().notNull(),
    reservedDelta: integer().notNull(),
    /** What caused it: a checkout, an order, a shipment. */
    referenceKind: text(),
    referenceId: uuid(),
    userId: uuid(),
    reason: text().notNull().default(''),
    createdAt: createdAt(),
  },
  (table) => [
    index('stock_movements_of_variant').on(table.variantId, table.createdAt.desc().nullsFirst()),
    check('stock_movements_kind_known', oneOf(table.kind, STOCK_MOVEMENT_KINDS)),
  ],
)

/**
 * The read model of search and lists: one row a live product. Title, status and category are written with
 * the product; stock, price and rating by a coalesced job, so that a checkout never waits for it.
 */
export const listings = pgTable(
  'listings',
  {
    productId: uuid()
      .primaryKey()
      .references(() => products.id, { onDelete: 'cascade' }),
    shopId: uuid().notNull(),
    shopName: text().notNull(),
    shopSlug: text().notNull(),
    slug: text().notNull(),
    title: text().notNull(),
    brand: text().notNull(),
    categoryId: uuid(),
    /** The category and everything above it: `home`, `home/vases`. */
    categoryPaths: text().array().notNull(),
    /** What a card shows: the first two pictures. */
    images: jsonb().$type<Picture[]>().notNull(),
    minPriceMinor: minorUnits().notNull(),
    maxPriceMinor: minorUnits().notNull(),
    compareAtMinor: minorUnits(),
    currency: currencyCode().notNull(),
    inStock: boolean().notNull(),
    ratingSum: integer().notNull().default(0),
    ratingCount: integer().notNull().default(0),
    /** The average in thousandths of a star, as if five reviews of 4 stars came first: one 5-star review is not the best. */
    ratingScore: integer()
      .notNull()
      .generatedAlwaysAs(sql`(rating_sum * 1000 + 20000) / (rating_count + 5)`),
    soldCount: integer().notNull().default(0),
    variantCount: integer().notNull(),
    publishedAt: moment().notNull(),
    /** The shop's holiday: nothing of it is listed between these moments. */
    closedFrom: moment(),
    closedTo: moment(),
    document: searchVector().notNull(),
    /** The part of the document that says what the product is: all but its description. Short, so that many are looked through. */
    words: searchVector()
      .notNull()
      .default(sql`''`),
    /** What it says of the attributes that its category asks for: `material=Oak`. */
    facets: text().array().notNull().default([]),
    /** Where its shop sends parcels to. */
    shipsTo: text().array().notNull().default([]),
    /** How good a product is whatever was asked for, in thousandths: what sells, is liked and is there. See docs/search.md. */
    merit: integer()
      .notNull()
      .generatedAlwaysAs(
        sql`round((1 + ln(1 + sold_count) / 10) * ((rating_sum * 1000 + 20000) / (rating_count + 5)) / 4 * (case when in_stock then 1 else 0.5 end))::integer`,
      ),
    /** Of the texts that the row was made of, by which a stale row is found. */
    fingerprint: uuid()
      .notNull()
      .default(sql`'00000000-0000-0000-0000-000000000000'`),
  },
  (table) => [
    foreignKey({ columns: [table.shopId], foreignColumns: [shops.id] }),
    // One index for all of them intersects words and filters by itself, four times faster than an index each.
    index('listings_found').using('gin', table.words, table.facets, table.categoryPaths).with({ fastupdate: false }),
    index('listings_best').on(table.merit.desc().nullsFirst(), table.productId.desc().nullsFirst()),
    index('listings_matching').using('gin', table.document).with({ fastupdate: false }),
    index('listings_newest').on(table.publishedAt.desc().nullsFirst(), table.productId.desc().nullsFirst()),
    index('listings_best_selling').on(table.soldCount.desc().nullsFirst(), table.productId.desc().nullsFirst()),
    index('listings_best_rated').on(table.ratingScore.desc().nullsFirst(), table.productId.desc().nullsFirst()),
    index('listings_cheapest').on(table.minPriceMinor, table.productId),
    index('listings_of_shop').on(table.shopId, table.soldCount.desc().nullsFirst(), table.productId.desc().nullsFirst()),
  ],
)
