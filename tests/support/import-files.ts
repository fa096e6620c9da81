import { asc, eq } from 'drizzle-orm'
import { productImportItems } from '#db/schema'
import {
  applyImport,
  checkImport,
  exportProducts,
  startApplying,
  startImport,
  startUndo,
  summariseImport,
  undoImport,
} from '#server/domains/imports'
import type { TestContext } from './context'
import type { MadeShop } from './make-catalog'

/** Brings files of products into a shop at once, and what a test wants to know of it. */
export const importFiles = (ctx: TestContext, shop: () => MadeShop) => {
  async function* bytesOf(file: string | Uint8Array) {
    yield Buffer.from(file as string)
  }

  const check = async (file: string | Uint8Array) => {
    const upload = { fileName: 'products.csv', bytes: bytesOf(file) }
    const { id } = await startImport(ctx, shop().owner, shop().row.id, upload, { queued: false })
    return checkImport(ctx, id)
  }
  const itemsOf = (importId: string) =>
    ctx.db.select().from(productImportItems).where(eq(productImportItems.importId, importId)).orderBy(asc(productImportItems.position))

  const apply = async (importId: string) => {
    await startApplying(ctx, shop().owner, shop().row.id, importId)
    await applyImport(ctx, importId)
  }

  return {
    check,
    apply,
    itemsOf,
    /** Checks and applies a file; the id of the import, and how much of it is what. */
    bring: async (file: string | Uint8Array) => {
      const { id, status, problem } = await check(file)
      if (status !== 'checked') throw new Error(problem)
      await apply(id)
      return { id, summary: await summariseImport(ctx, id) }
    },
    undo: async (importId: string) => {
      await startUndo(ctx, shop().owner, shop().row.id, importId)
      await undoImport(ctx, importId)
    },
    exported: async () => {
      let text = ''
      for await (const piece of await exportProducts(ctx, shop().owner, shop().row.id)) text += piece
      return text
    },
    problemsOf: async (importId: string) =>
      (await itemsOf(importId)).flatMap(({ problems }) => problems.map(({ line, column, code }) => [line, column, code])),
  }
}
