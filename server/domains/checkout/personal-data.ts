import { and, asc, eq, inArray, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm'
import { checkouts, idempotencyKeys, users } from '#db/schema'
import { checkoutsOfBuyer } from '#server/domains/orders'
import { personalDataOf as paymentsOf } from '#server/domains/payments'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'
import { ERASED_NAME, erasedAddressOf } from '#shared/erased-person'

/** What somebody has begun to buy: signed in, as a guest under their proven address, or what became an order of theirs. */
async function startedBy(ctx: Context, userId: string): Promise<SQL> {
  const address = ctx.db
    .select({ email: sql`lower(${users.email}::text)` })
    .from(users)
    .where(and(eq(users.id, userId), isNotNull(users.emailVerifiedAt)))
  const bought = await checkoutsOfBuyer(ctx, userId)
  return or(
    eq(checkouts.userId, userId),
    and(isNull(checkouts.userId), eq(sql`lower(${checkouts.snapshot}->>'email')`, address)),
    bought.length > 0 ? inArray(checkouts.id, bought) : undefined,
  )!
}

/** Checkouts with their payments; where a checkout was started from is kept as a hash only. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  const { id, snapshot, totalMinor, currency, status, createdAt } = checkouts
  const started = await ctx.db
    .select({ id, snapshot, totalMinor, currency, status, createdAt })
    .from(checkouts)
    .where(await startedBy(ctx, userId))
    .orderBy(asc(createdAt))
  return {
    checkouts: started,
    idempotency_keys: await ctx.db
      .select({ key: idempotencyKeys.key, createdAt: idempotencyKeys.createdAt })
      .from(idempotencyKeys)
      .where(eq(idempotencyKeys.actor, `user:${userId}`)),
    ...(await paymentsOf(
      ctx,
      started.map((checkout) => checkout.id),
    )),
  }
}

/** Whether somebody is paying at this moment. */
export async function isPaying(ctx: Context, userId: string): Promise<boolean> {
  const [open] = await ctx.db
    .select({ id: checkouts.id })
    .from(checkouts)
    .where(and(eq(checkouts.status, 'paying'), await startedBy(ctx, userId)))
    .limit(1)
  return open !== undefined
}

/** Forgets who was to get it and where; what and how much stays with the payment. Before the orders, by which they are found. */
export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  const nowhere = (part: 'shippingAddress' | 'billingAddress') => sql`jsonb_build_object(
    'name', ${ERASED_NAME}::text, 'street', '–', 'postalCode', '–', 'city', '–', 'country', ${checkouts.snapshot}->${part}->>'country'
  )`
  await ctx.db
    .update(checkouts)
    .set({
      addressKey: null,
      guestKey: null,
      snapshot: sql`${checkouts.snapshot} || jsonb_build_object(
        'email', ${erasedAddressOf(userId)}::text,
        'shippingAddress', ${nowhere('shippingAddress')},
        'billingAddress', ${nowhere('billingAddress')}
      )`,
    })
    .where(await startedBy(ctx, userId))
  await ctx.db.delete(idempotencyKeys).where(eq(idempotencyKeys.actor, `user:${userId}`))
}
