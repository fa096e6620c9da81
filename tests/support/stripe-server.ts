import { afterAll } from 'vitest'
import { someAddress } from './buying'
import { FAKE_PUBLISHABLE_KEY, FAKE_SECRET_KEY, startFakeStripe } from './doubles/fake-stripe/fake-stripe'
import { make } from './make'
import { testServer, type Answer, type Client, type TestServer } from './server'

export const WEBHOOK_SECRET = 'whsec_of_the_endpoint'

/** What an operator sets who takes payments by Stripe. */
export const stripeEnvironment = (fake: { url: string }): Record<string, string> => ({
  STRIPE_SECRET_KEY: FAKE_SECRET_KEY,
  STRIPE_PUBLISHABLE_KEY: FAKE_PUBLISHABLE_KEY,
  STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
  STRIPE_API_URL: fake.url,
})

/** The built server with a Stripe of its own, for one test file: call it at the top of the file. */
export async function stripeServer() {
  const fake = await startFakeStripe()
  afterAll(() => fake.stop())
  return { fake, server: await testServer(stripeEnvironment(fake), { production: true }) }
}

/** Puts something into the cart and starts to pay for it, as a browser does. */
export async function startCheckout({ ctx }: TestServer, who: Client): Promise<Answer> {
  const { variant } = await make(ctx).product({ priceMinor: 2400 })
  await who.post('/api/cart/lines', { variantId: variant.id, quantity: 1 })
  const { totalMinor } = (await who.post('/api/checkouts/quote', { country: 'DE' })).body
  const form = { email: 'ada@example.org', shippingAddress: someAddress(), expectedTotalMinor: totalMinor }
  return who.post('/api/checkouts', form, { 'idempotency-key': crypto.randomUUID() })
}
