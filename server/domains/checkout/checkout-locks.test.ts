import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orderGroups } from '#db/schema'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { waitingStatement } from '../../../tests/support/waiting-statement'
import { cancelCheckout } from './cancel-checkout'
import { finalizeCheckout } from './finalize-checkout'
import { startCheckout } from './start-checkout'

const ctx = await testContext()
const { guest, fill, form, start } = buying(ctx)

async function started() {
  const who = guest()
  await fill(who, await make(ctx).product({ stock: 5 }))
  return { who, ...(await start(who)) }
}

describe('before anything else is read or written', () => {
  it('the end of a checkout waits for whoever is at it', async () => {
    const { checkout, intent } = await started()
    await ctx.db.execute(
      sql`update test_provider.intents set status = 'succeeded', charge_id = 'tch_' || id, charge_status = 'succeeded', charge_at = now() where id = ${intent!.id}`,
    )
    const held = sql`select from checkouts where id = ${checkout.id}::uuid for update`
    expect(await waitingStatement(ctx, held, () => finalizeCheckout(ctx, checkout.id))).toMatch(
      /^select .* from "checkouts" .* for update$/,
    )
    expect(await ctx.db.select().from(orderGroups)).toHaveLength(1)
  })

  it('calling it off waits', async () => {
    const { checkout, who } = await started()
    const held = sql`select from checkouts where id = ${checkout.id}::uuid for update`
    expect(await waitingStatement(ctx, held, () => cancelCheckout(ctx, who, checkout.id))).toMatch(
      /^select .* from "checkouts" .* for update$/,
    )
  })

  it('the start of another waits for the cart', async () => {
    const who = guest()
    await fill(who, await make(ctx).product({ stock: 5 }))
    const input = await form(who)
    const held = sql`select from carts where guest_key = ${who.guestKey} for update`
    expect(await waitingStatement(ctx, held, () => startCheckout(ctx, who, crypto.randomUUID(), input))).toMatch(
      /^select .* from "carts" .* for update$/,
    )
  })
})
