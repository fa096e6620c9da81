import { productSlugTaken, skuTaken } from './catalog-errors'

/** What a constraint of the database refuses, by its name, with the last value it names: `(shop_id, sku)=(…, V-1)`. */
const REFUSALS: Record<string, (value: string) => Error> = {
  products_slug_taken: productSlugTaken,
  variants_sku_taken: skuTaken,
}

/** Runs what gives names to things, and says which name is taken when one is. */
export async function namingClashes<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      const { constraint_name: constraint, detail } = cause as { constraint_name?: string; detail?: string }
      if (constraint && Object.hasOwn(REFUSALS, constraint)) throw REFUSALS[constraint]!(valueIn(detail))
    }
    throw error
  }
}

/** The words around it are in the language of the database. */
const valueIn = (detail = '') => /=\((?:[0-9a-f-]{36}, )?(.*)\)/.exec(detail)?.[1] ?? ''
