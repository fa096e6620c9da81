import { afterAll, afterEach } from 'vitest'
import { createStripeGateway } from '#server/platform/payment-gateway/stripe-gateway'
import { FAKE_PUBLISHABLE_KEY, FAKE_SECRET_KEY, startFakeStripe } from './doubles/fake-stripe/fake-stripe'
import { sign } from './doubles/fake-stripe/deliveries'
import { silentLogger } from './silent-logger'

const SECRET = 'whsec_of_the_endpoint'

/** Payments by Stripe for a test without a server: the fake, and the gateway that speaks to it. Call it at the top of the file. */
export async function stripeGateway() {
  const fake = await startFakeStripe()
  afterAll(() => fake.stop())
  afterEach(() => fake.faults.clear())
  const gateway = createStripeGateway({
    secretKey: FAKE_SECRET_KEY,
    publishableKey: FAKE_PUBLISHABLE_KEY,
    webhookSecrets: [SECRET],
    apiUrl: fake.url,
    log: silentLogger,
  })
  let told = 0
  /** A signed webhook about an object of Stripe's. */
  const webhook = (type: string, object: object, over: object = {}) =>
    sign(
      {
        id: `evt_told_${++told}_${crypto.randomUUID()}`,
        object: 'event',
        api_version: null,
        created: Math.floor(Date.now() / 1000),
        data: { object },
        livemode: false,
        type,
        ...over,
      },
      SECRET,
      new Date(),
    )
  return { fake, gateway, webhook }
}
