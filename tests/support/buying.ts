import { addToCart } from '#server/domains/cart'
import { payWithTestCard, startCheckout } from '#server/domains/checkout'
import { quoteCart } from '#server/domains/pricing'
import { visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { PostalAddress } from '#shared/contracts/address'
import type { StartCheckout } from '#shared/contracts/checkout'
import { TEST_CARDS, type TestCardBehaviour } from '#shared/contracts/payments'
import type { MadeProduct } from './make'

export const someAddress = (over: Partial<PostalAddress> = {}): PostalAddress => ({
  name: 'Ada Lovelace',
  street: 'Marktgasse 1',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
  ...over,
})

export const card = (does: TestCardBehaviour) => TEST_CARDS.find((known) => known.does === does)!.number

let guests = 0

/** What buyers do, step by step. */
export function buying(ctx: Context) {
  /** A visitor with a cart cookie and an address of their own. */
  function guest(): Actor {
    const number = ++guests
    return visitor({ guestKey: `guest ${number} ${ctx.newId()}`, address: `10.1.${(number >> 8) & 255}.${number & 255}` })
  }

  async function fill(actor: Actor, ...things: readonly (MadeProduct | [MadeProduct, number])[]): Promise<void> {
    for (const thing of things) {
      const [made, quantity] = Array.isArray(thing) ? thing : [thing, 1]
      await addToCart(ctx, actor, { variantId: made.variant.id, quantity })
    }
  }

  /** What the button sends: the total is the one of a moment ago. */
  async function form(actor: Actor, over: Partial<StartCheckout> = {}): Promise<StartCheckout> {
    const country = over.shippingAddress?.country ?? 'DE'
    return {
      email: 'ada@example.org',
      locale: 'en',
      shippingAddress: someAddress(),
      billingAddress: null,
      shipping: [],
      expectedTotalMinor: (await quoteCart(ctx, actor, { country })).totalMinor,
      ...over,
    }
  }

  const start = async (actor: Actor, over: Partial<StartCheckout> = {}, key = crypto.randomUUID()) =>
    startCheckout(ctx, actor, key, await form(actor, over))

  const pay = (actor: Actor, checkoutId: string, does: TestCardBehaviour = 'succeeds') =>
    payWithTestCard(ctx, actor, checkoutId, { cardNumber: card(does) })

  /** From an empty cart to an order group. */
  async function buy(actor: Actor, ...things: readonly (MadeProduct | [MadeProduct, number])[]) {
    await fill(actor, ...things)
    const { checkout } = await start(actor)
    return pay(actor, checkout.id)
  }

  return { guest, fill, form, start, pay, buy }
}
