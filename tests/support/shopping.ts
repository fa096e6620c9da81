import { inspectMarketplace } from '#server/domains/checkout'
import type { Context } from '#server/platform/context'
import type { CheckoutView } from '#shared/contracts/checkout'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { card, someAddress } from './buying'
import type { MadeProduct } from './make'
import type { Answer, Client } from './server'

/** Buys one thing as a browser does. Who is told that the marketplace is away asks again with the same key. */
export async function buyOverHttp(
  client: Client,
  product: MadeProduct,
  { email = 'ada@example.org', patienceMs = 0 } = {},
): Promise<CheckoutView> {
  const until = Date.now() + patienceMs
  const persist = async (ask: () => Promise<Answer>): Promise<Answer['body']> => {
    const refusals = new Map<string, number>()
    for (;;) {
      const answer = await ask().catch(() => null)
      if (answer && answer.status < 300) return answer.body
      const refusal = `${answer?.status} ${answer?.body?.data?.code}`
      refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1)
      if (Date.now() > until) throw new Error(`refused: ${JSON.stringify([...refusals])}`)
      await pause(answer?.status === 429 ? 2000 : 150)
    }
  }

  await persist(() => client.post('/api/cart/lines', { variantId: product.variant.id, quantity: 1 }))
  const { totalMinor } = await persist(() => client.post('/api/checkouts/quote', { country: 'DE' }))
  const key = { 'idempotency-key': crypto.randomUUID() }
  const form = { email, shippingAddress: someAddress(), expectedTotalMinor: totalMinor }
  const { id } = await persist(() => client.post('/api/checkouts', form, key))
  return persist(() => client.post(`/api/checkouts/${id}/pay/test`, { cardNumber: card('succeeds') }))
}

/** Every invariant of the marketplace, as `souk doctor` checks them, once the jobs that are under way have ended. */
export async function expectHealthyMarketplace(ctx: Context): Promise<void> {
  await expect.poll(async () => (await inspectMarketplace(ctx)).filter(({ ok }) => !ok), { timeout: 30_000, interval: 500 }).toEqual([])
}
