import { categoryNotFound, productSlugTaken, skuTaken } from './catalog-errors'

/** What a constraint of the database refuses, by its name, with the last value it names: `(shop_id, sku)=(…, V-1)`. */
const REFUSALS: Record<string, (value: string) => Error> = {
  products_slug_taken: productSlugTaken,
  variants_sku_taken: skuTaken,
  // An admin has merged or deleted it in this moment.
  products_category_id_categories_id_fk: categoryNotFound,
}

/** Runs what writes products, and says which name is taken, or that the category is gone, when the database finds it so. */
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
