import { eq, sql } from 'drizzle-orm'
import { setImmediate as othersTurn } from 'node:timers/promises'
import { productImportItems, productImports } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import type { ImportMapping } from '#shared/import-fields'
import { missingFields } from './columns'
import { FileProblem } from './file-problem'
import { categoryFinder } from './find-category'
import { fieldRows, groupRows, planRows } from './group-rows'
import { findImport, moveImport, type ImportRow } from './imports-locks'
import { findProducts, type CurrentProduct } from './load-products'
import { planProduct } from './plan-product'
import { readProduct, type ProductReading, type ReadingRules } from './read-product'
import { readRows, type Encoding } from './read-rows'
import { knownPictures } from './resolve-pictures'
import { isStored, readFile } from './stored-file'

const BATCH = 200

/** What has been seen of the file so far. */
interface Seen {
  products: Set<string>
  skus: Set<string>
  position: number
  rows: number
}

/**
 * Reads a file and says of each of its products what applying would do. One that a crash interrupted begins anew; what a
 * file holds passes through memory a few products at a time.
 */
export async function checkImport(ctx: Context, importId: string): Promise<ImportRow> {
  const row = await findImport(ctx, importId)
  if (row.status !== 'checking') return row
  if (!(await isStored(ctx, row.storageKey)))
    return moveImport(ctx, row, 'failed', { problem: 'The file is not kept any longer. Please send it again.' })
  await ctx.db.delete(productImportItems).where(eq(productImportItems.importId, importId))

  let products: number
  try {
    products = await checkFile(ctx, row)
  } catch (error) {
    if (error instanceof FileProblem) return moveImport(ctx, row, 'failed', { problem: error.message })
    throw error
  }
  // Another who checks it, because a job was taken for dead, has begun anew and deleted what we wrote.
  if ((await ctx.db.$count(productImportItems, eq(productImportItems.importId, importId))) !== products)
    throw new Error(`import ${importId} is checked by two`)
  return moveImport(ctx, row, 'checked', { checkedAt: ctx.now, problem: '' })
}

/** Answers how many products the file has. */
async function checkFile(ctx: Context, row: ImportRow): Promise<number> {
  const mapping = row.mapping as ImportMapping
  const missing = missingFields(mapping)
  if (missing.length > 0) throw new FileProblem('No column is known as the title or the handle of a product. Please choose one.')

  const rows = () => fieldRows(readRows(readFile(ctx, row.storageKey), row.encoding as Encoding), row.format, mapping)
  const plan = await planRows(row.format, rows())
  const { currency } = await readSettings(ctx)
  const rules: ReadingRules = { format: row.format, mapping, currency, findCategory: await categoryFinder(ctx) }

  const seen: Seen = { products: new Set(), skus: new Set(), position: 0, rows: 0 }
  let batch: ProductReading[] = []
  for await (const product of groupRows(rows(), plan)) {
    batch.push(readProduct(product, rules))
    seen.rows += product.rows.length
    if (batch.length === BATCH) {
      await checkBatch(ctx, row, batch, seen)
      batch = []
    }
  }
  await checkBatch(ctx, row, batch, seen)
  return seen.position
}

async function checkBatch(ctx: Context, row: ImportRow, readings: ProductReading[], seen: Seen): Promise<void> {
  if (readings.length > 0) {
    const found = await findProducts(
      ctx,
      row.shopId,
      readings.map(({ product }) => product.handle),
    )
    const known = await knownPictures(
      ctx,
      row.shopId,
      readings.map(({ product }) => ({ file: product, productId: found.get(product.handle)?.id ?? null })),
    )
    const items = []
    for (const { product, problems } of readings) {
      await othersTurn()
      const current = found.get(product.handle) ?? null
      const plan = await planProduct(ctx, product, current, known, row.mapping as ImportMapping)
      items.push({ product, current, plan, problems: problems.length > 0 ? [...problems] : [...plan.problems] })
    }
    await refuseTakenSkus(ctx, row, items)
    refuseRepetitions(row, items, seen)

    await ctx.db.insert(productImportItems).values(
      items.map(({ product, current, plan, problems }) => ({
        importId: row.id,
        position: ++seen.position,
        line: product.line,
        handle: product.handle.slice(0, 200),
        action: problems.length > 0 ? ('refused' as const) : plan.action,
        wanted: product,
        changes: problems.length > 0 ? [] : plan.changes,
        problems: uniqueProblems(problems),
        productId: current?.id ?? null,
      })),
    )
  }
  await ctx.db.update(productImports).set({ rowsRead: seen.rows }).where(eq(productImports.id, row.id))
}

type Item = { current: CurrentProduct | null } & {
  product: ProductReading['product']
  plan: Awaited<ReturnType<typeof planProduct>>
  problems: ProductReading['problems']
}

async function refuseTakenSkus(ctx: Context, row: ImportRow, items: Item[]): Promise<void> {
  const skus = items.flatMap(({ plan }) => plan.merged.variants.map(({ sku }) => sku))
  const owners = await ctx.db.execute<{ sku: string; productId: string }>(sql`
    select sku, product_id as "productId" from variants where shop_id = ${row.shopId} and sku = any(${sql.param(skus)}::text[])`)
  const ownerOf = new Map(owners.map(({ sku, productId }) => [sku, productId]))
  for (const { product, plan, current, problems } of items)
    for (const { sku } of plan.merged.variants) {
      const owner = ownerOf.get(sku)
      if (owner && owner !== current?.id) problems.push(skuProblem('sku_taken', row, product, sku))
    }
}

/** A product and a SKU stand in a file once. */
function refuseRepetitions(row: ImportRow, items: Item[], seen: Seen): void {
  for (const { product, plan, current, problems } of items) {
    if (current && seen.products.has(current.id))
      problems.push({ code: 'product_repeated', line: product.line, column: row.mapping.handle ?? '', value: product.handle })
    if (current) seen.products.add(current.id)
    for (const { sku } of product.variants) {
      if (sku === undefined) continue
      if (seen.skus.has(sku)) problems.push(skuProblem('sku_repeated', row, product, sku))
      seen.skus.add(sku)
    }
    for (const { sku } of plan.merged.variants) seen.skus.add(sku)
  }
}

const skuProblem = (code: 'sku_taken' | 'sku_repeated', row: ImportRow, { variants, line }: ProductReading['product'], sku: string) => ({
  code,
  line: variants.findLast((variant) => variant.sku === sku)?.line ?? line,
  column: row.mapping.sku ?? 'SKU',
  value: sku,
})

const uniqueProblems = (problems: ProductReading['problems']) => [
  ...new Map(problems.map((problem) => [`${problem.line} ${problem.column} ${problem.code}`, problem])).values(),
]
