import { desc, eq } from 'drizzle-orm'
import { searchSynonyms } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { synonymsInputSchema, type SynonymsInput, type SynonymsView } from '#shared/contracts/search'
import { parseQuery } from './parse-query'
import { searchNotYours, synonymsNotFound, synonymsNotSeveral } from './search-errors'
import { mayLookAfterSearch } from './search-policy'

/** All synonyms, the newest first. */
export async function listSynonyms(ctx: Context, actor: Actor): Promise<SynonymsView> {
  if (!mayLookAfterSearch(actor)) throw searchNotYours()
  const items = await ctx.db
    .select({ id: searchSynonyms.id, words: searchSynonyms.words })
    .from(searchSynonyms)
    .orderBy(desc(searchSynonyms.createdAt), desc(searchSynonyms.id))
  return { items }
}

/** Words and phrases that mean the same from now on: who searches for one finds the others. */
export function addSynonyms(ctx: Context, actor: Actor, input: SynonymsInput): Promise<void> {
  const { words, keys } = cleaned(input)
  return inTransaction(ctx, async (ctx) => {
    if (!mayLookAfterSearch(actor)) throw searchNotYours()

    const id = ctx.newId()
    await ctx.db.insert(searchSynonyms).values({ id, words, keys, createdAt: ctx.now })
    await recordAudit(ctx, actor, { action: 'search.synonyms_added', subject: { type: 'synonyms', id }, details: { words } })
  })
}

/** Says anew what means the same. Throws `search.synonyms_not_found`. */
export function changeSynonyms(ctx: Context, actor: Actor, synonymsId: string, input: SynonymsInput): Promise<void> {
  const { words, keys } = cleaned(input)
  return inTransaction(ctx, async (ctx) => {
    const { words: before } = await lockSynonyms(ctx, actor, synonymsId)

    await ctx.db.update(searchSynonyms).set({ words, keys }).where(eq(searchSynonyms.id, synonymsId))
    const details = { before, after: words }
    await recordAudit(ctx, actor, { action: 'search.synonyms_changed', subject: { type: 'synonyms', id: synonymsId }, details })
  })
}

/** Takes back that these mean the same. Throws `search.synonyms_not_found`. */
export function removeSynonyms(ctx: Context, actor: Actor, synonymsId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { words } = await lockSynonyms(ctx, actor, synonymsId)

    await ctx.db.delete(searchSynonyms).where(eq(searchSynonyms.id, synonymsId))
    await recordAudit(ctx, actor, { action: 'search.synonyms_removed', subject: { type: 'synonyms', id: synonymsId }, details: { words } })
  })
}

async function lockSynonyms(ctx: Context, actor: Actor, synonymsId: string): Promise<typeof searchSynonyms.$inferSelect> {
  if (!mayLookAfterSearch(actor)) throw searchNotYours()
  const [synonyms] = await ctx.db.select().from(searchSynonyms).where(eq(searchSynonyms.id, synonymsId)).for('update')
  if (!synonyms) throw synonymsNotFound()
  return synonyms
}

/** Each as it was typed, and as a query is compared with it; of those that are compared alike the first stays. */
function cleaned(input: SynonymsInput): { words: string[]; keys: string[] } {
  const byKey = new Map<string, string>()
  for (const word of synonymsInputSchema.parse(input).words) {
    const key = parseQuery(word).words.join(' ')
    if (key && !byKey.has(key)) byKey.set(key, word)
  }
  if (byKey.size < 2) throw synonymsNotSeveral()
  return { words: [...byKey.values()], keys: [...byKey.keys()] }
}
