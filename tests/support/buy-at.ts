import { randomUUID } from 'node:crypto'
import type { APIResponse, Page } from '@playwright/test'
import type { CartView } from '../../shared/contracts/cart'
import type { ProductPage, ProductView } from '../../shared/contracts/catalog'
import type { CheckoutView } from '../../shared/contracts/checkout'

const ADDRESS = { name: 'Grace Hopper', street: 'Marktgasse 1', postalCode: '10115', city: 'Berlin', country: 'DE' }
const CARD_THAT_SUCCEEDS = '4242 4242 4242 4242'
const OWN_ORIGIN = { 'sec-fetch-site': 'same-origin' }

/** Buys two pieces of something at a shop, by the API and in a browser of one's own. Answers with the group's number. */
export async function buyAt(page: Page, shop: string): Promise<string> {
  const { request } = page
  const post = async (path: string, data: object, headers = {}) =>
    read(await request.post(path, { data, headers: { ...OWN_ORIGIN, ...headers } }))

  const { items } = await read<ProductPage>(await request.get(`/api/products?shop=${shop}&inStock=true`))
  const product = await read<ProductView>(await request.get(`/api/products/${items[0]!.slug}`))
  const variant = product.variants.find(({ availability }) => availability.kind !== 'sold_out')!
  await post('/api/cart/lines', { variantId: variant.id, quantity: 2 })

  const cart = await read<CartView>(await request.get('/api/cart?country=DE'))
  const form = { email: 'grace@mail.example', shippingAddress: ADDRESS, expectedTotalMinor: cart.totalMinor }
  const checkout = (await post('/api/checkouts', form, { 'idempotency-key': randomUUID() })) as CheckoutView
  const paid = (await post(`/api/checkouts/${checkout.id}/pay/test`, { cardNumber: CARD_THAT_SUCCEEDS })) as CheckoutView
  return paid.orderGroup!.number
}

async function read<T>(response: APIResponse): Promise<T> {
  if (!response.ok()) throw new Error(`${response.status()} ${response.url()}: ${await response.text()}`)
  return response.json() as Promise<T>
}
