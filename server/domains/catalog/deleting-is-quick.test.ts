import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { testContext } from '../../../tests/support/context'

const ctx = await testContext()

/** Of these there are few, so looking at all of them is no matter. */
const FEW = ['categories', 'shops', 'tax_rates']

it('finds what names a product, a variant, a category or a picture by an index, so that one of them is deleted at once', async () => {
  const unindexed = await ctx.db.execute<{ named: string }>(sql`
    select conrelid::regclass || '.' || attname as named
    from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confrelid::regclass::text in ('products', 'variants', 'categories', 'files')
      and conrelid::regclass::text not in (${sql.join(
        FEW.map((table) => sql`${table}`),
        sql`, `,
      )})
      and not exists (
        select from pg_index where indrelid = conrelid and indkey[0] = conkey[1]
          and (indpred is null or pg_get_expr(indpred, indrelid) = '(' || attname || ' IS NOT NULL)')
      )
    order by 1`)
  expect(unindexed.map(({ named }) => named)).toEqual([])
})
