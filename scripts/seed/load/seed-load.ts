import sharp from 'sharp'
import { sql } from 'drizzle-orm'
import { refreshListings } from '#server/domains/catalog'
import { storePicture } from '#server/domains/files'
import { countTerms } from '#server/domains/search'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { CategoryAttribute } from '#shared/category-attributes'

export interface LoadWorldOptions {
  products: number
  /** The same seed makes the same world. */
  seed: number
}

const TOP_CATEGORIES = 8
const CHILDREN = 4
const PICTURES = 12
const PRODUCTS_A_SHOP = 200
const LISTINGS_AT_ONCE = 1000
const AT_ONCE = 2

const FIRST = ['Quiet', 'Amber', 'Nordic', 'Folded', 'Coastal', 'Hand-thrown', 'Woven', 'Little', 'Everyday', 'Sunday', 'Market', 'Alpine']
const MATERIAL = [
  'oak',
  'linen',
  'stoneware',
  'brass',
  'wool',
  'glass',
  'cotton',
  'walnut',
  'steel',
  'porcelain',
  'felt',
  'leather',
  'cork',
]
const THING = ['mug', 'lamp', 'cushion', 'vase', 'blanket', 'bowl', 'stool', 'notebook', 'tray', 'basket', 'teapot', 'candle', 'apron', 'planter', 'clock', 'rug', 'print'] // prettier-ignore

const COLOUR = ['white', 'black', 'grey', 'blue', 'green', 'red', 'yellow', 'brown', 'pink', 'natural']
/** What a series is called is made of these; the first series has a fifteenth of all products, the thousandth a ten thousandth. */
const SYLLABLES = ['ba', 'del', 'fi', 'gor', 'hu', 'kam', 'le', 'mir', 'no', 'pus']
const SERIES = 20_000

/** What the categories ask of a product. */
const ATTRIBUTES: CategoryAttribute[] = [
  { key: 'material', name: 'Material', kind: 'choice', choices: MATERIAL, required: false, filter: true },
  { key: 'colour', name: 'Colour', kind: 'choice', choices: COLOUR, required: false, filter: true },
  { key: 'handmade', name: 'Handmade', kind: 'yes_no', required: false, filter: true },
]

/** The name of a series by its number. */
export const seriesName = (number: number): string => [...String(number).padStart(4, '0')].map((digit) => SYLLABLES[Number(digit)]).join('')

/**
 * Fills an empty marketplace with many plain products for measurements, by set-based statements: about one variant
 * in three products has siblings, one product in twenty is sold out, and stock has its movements.
 */
export async function seedLoadWorld(ctx: Context, { products, seed }: LoadWorldOptions): Promise<void> {
  const pictures = await storePictures(ctx)
  await inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(sql`select set_config('statement_timeout', '0', true), setseed(${(seed % 1000) / 1000})`)
    for (const statement of statements({ products, seed, pictures })) await ctx.db.execute(statement)
  })
  await analyze(ctx)
  await refreshAll(ctx)
  await countTerms(ctx)
  await analyze(ctx)
}

/** Without statistics Postgres plans for a table that is still empty. */
const analyze = (ctx: Context) =>
  inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(sql`select set_config('statement_timeout', '0', true)`)
    await ctx.db.execute(sql`analyze`)
  })

async function storePictures(ctx: Context): Promise<string[]> {
  const stored: string[] = []
  for (let index = 0; index < PICTURES; index++) {
    const hue = Math.round((360 / PICTURES) * index)
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="1280"><rect width="1280" height="1280" fill="hsl(${hue} 35% 88%)"/><circle cx="640" cy="640" r="360" fill="hsl(${hue} 40% 52%)"/></svg>`
    const bytes = await sharp(Buffer.from(drawing)).webp().toBuffer()
    stored.push((await storePicture(ctx, systemActor, { bytes, purpose: 'product_image', ownerId: null })).id)
  }
  return stored
}

/** An index is made sooner at once than row by row. */
async function refreshAll(ctx: Context): Promise<void> {
  const indexes = await ctx.db.execute<{ name: string; definition: string }>(sql`
    select indexname as name, indexdef as definition from pg_indexes where tablename = 'listings' and indexname <> 'listings_pkey'`)
  for (const { name } of indexes) await ctx.db.execute(sql`drop index ${sql.identifier(name)}`)

  const ids = (await ctx.db.execute<{ id: string }>(sql`select id from products where status = 'live' order by id`)).map(({ id }) => id)
  const parts = Array.from({ length: Math.ceil(ids.length / LISTINGS_AT_ONCE) }, (_, part) =>
    ids.slice(part * LISTINGS_AT_ONCE, (part + 1) * LISTINGS_AT_ONCE),
  )
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let part = parts.shift(); part; part = parts.shift()) await refreshListings(ctx, part)
    }),
  )

  await inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(sql`select set_config('statement_timeout', '0', true), set_config('maintenance_work_mem', '512MB', true)`)
    for (const { definition } of indexes) await ctx.db.execute(sql.raw(definition))
  })
}

function statements({ products, seed, pictures }: LoadWorldOptions & { pictures: string[] }) {
  const shops = Math.max(10, Math.ceil(products / PRODUCTS_A_SHOP))
  // Made of a hash, with the version and variant bits of RFC 9562 in their places.
  const id = (kind: string, number: string) =>
    sql.raw(`overlay(overlay(md5('${kind} ${seed} ' || ${number}) placing '8' from 13) placing 'a' from 17)::uuid`)
  const pick = (words: string[], number: string) =>
    sql`(${sql.param(words)}::text[])[1 + (${sql.raw(number)}) % ${sql.raw(String(words.length))}]`

  return [
    sql`insert into categories (id, parent_id, slug, path, name, position, attributes)
      select ${id('category', 'top')}, null, 'lane-' || top, 'lane-' || top, 'Lane ' || top, top, ${JSON.stringify(ATTRIBUTES)}::jsonb from generate_series(1, ${TOP_CATEGORIES}::int) top`,
    sql`insert into categories (id, parent_id, slug, path, name, position)
      select ${id('category', "top || '/' || child")}, ${id('category', 'top')}, 'stall-' || child, 'lane-' || top || '/stall-' || child, 'Stall ' || top || '.' || child, child
      from generate_series(1, ${TOP_CATEGORIES}::int) top, generate_series(1, ${CHILDREN}::int) child`,
    sql`insert into shops (id, slug, name, tagline, about, status, country, ship_from)
      select ${id('shop', 'n')}, 'load-shop-' || n, 'Load shop ' || n, 'For measurements', '', 'active', 'DE', 'Bremen' from generate_series(1, ${shops}::int) n`,
    sql`insert into shipping_zones (id, shop_id, countries)
      select ${id('zone', 'n')}, ${id('shop', 'n')}, '{DE,AT,NL,FR}' from generate_series(1, ${shops}::int) n`,
    sql`insert into shipping_methods (id, shop_id, zone_id, name, price_minor, free_from_minor, min_days, max_days)
      select ${id('shipping', 'n')}, ${id('shop', 'n')}, ${id('zone', 'n')}, 'Parcel', 490, 5000, 2, 4 from generate_series(1, ${shops}::int) n`,
    sql`insert into products (id, shop_id, slug, title, description, status, category_id, brand, attributes, attribute_values, sold_count, rating_count, rating_sum, published_at)
      select ${id('product', 'n')}, ${id('shop', `(1 + n % ${shops})`)}, 'load-product-' || n,
        ${pick(FIRST, 'n / 221')} || ' ' || ${pick(MATERIAL, 'n / 17')} || ' ' || ${pick(THING, 'n')} || ' ' || series.name || ' no. ' || n,
        '<p>A ' || ${pick(THING, 'n')} || ' of ' || ${pick(MATERIAL, 'n / 17')} || ', made to be used every day. ' || repeat('It is described at some length, as a shop would. ', 6) || '</p>',
        'live', ${id('category', `(1 + n % ${TOP_CATEGORIES}) || '/' || (1 + n / ${TOP_CATEGORIES} % ${CHILDREN})`)}, 'Load shop ' || (1 + n % ${sql.raw(String(shops))}),
        jsonb_build_array(jsonb_build_object('name', 'Material', 'value', ${pick(MATERIAL, 'n / 17')})),
        jsonb_build_object('material', ${pick(MATERIAL, 'n / 17')}, 'colour', ${pick(COLOUR, 'n / 7')}, 'handmade', n % 3 = 0),
        (power(random(), 4) * 5000)::int, rating.count, round(rating.count * (3 + 2 * random())), now() - random() * interval '700 days'
      from generate_series(1, ${products}::int) n
      cross join lateral (
        select string_agg((${sql.param(SYLLABLES)}::text[])[1 + digit::int], '' order by place) as name
        from string_to_table(lpad(floor(power(${SERIES}, (hashtext('series ' || n)::bigint & 1048575) / 1048576.0))::int::text, 4, '0'), null)
          with ordinality digits(digit, place)
      ) series
      cross join lateral (select case when hashtext('rated ' || n) % 2 = 0 then 0 else (power(random(), 3) * 200)::int end as count) rating`,
    sql`insert into product_options (id, product_id, name, values)
      select ${id('option', 'n')}, ${id('product', 'n')}, 'Size', '{Small,Medium,Large}' from generate_series(3, ${products}::int, 3) n`,
    sql`insert into variants (id, product_id, shop_id, option_key, option_values, sku, price_minor, currency, weight_grams, position)
      select ${id('variant', "n || '/' || size")}, ${id('product', 'n')}, ${id('shop', `(1 + n % ${shops})`)},
        case when n % 3 = 0 then (array['Small', 'Medium', 'Large'])[size] else '' end,
        case when n % 3 = 0 then array[(array['Small', 'Medium', 'Large'])[size]] else '{}' end,
        'LOAD-' || n || '-' || size, 500 + n % 180 * 50 + size * 100, 'EUR', 300, size - 1
      from generate_series(1, ${products}::int) n, generate_series(1, 3) size where size = 1 or n % 3 = 0`,
    sql`insert into price_history (id, variant_id, price_minor) select gen_random_uuid(), id, price_minor from variants where sku like 'LOAD-%'`,
    sql`insert into stock_levels (variant_id, on_hand) select id, case when hashtext(sku) % 20 = 0 then 0 else 500 end from variants where sku like 'LOAD-%'`,
    sql`insert into stock_movements (id, variant_id, kind, quantity, on_hand_delta, reserved_delta, reason)
      select gen_random_uuid(), variant_id, 'received', on_hand, on_hand, 0, 'load world' from stock_levels join variants on id = variant_id
      where on_hand > 0 and sku like 'LOAD-%'`,
    sql`insert into product_images (product_id, position, file_id, alt)
      select ${id('product', 'n')}, position, (${sql.param(pictures)}::uuid[])[1 + (n + position) % ${sql.raw(String(pictures.length))}], 'A picture'
      from generate_series(1, ${products}::int) n, generate_series(0, 1) position`,
  ]
}
