import type { Page } from '@playwright/test'
import type { ProductPage } from '../../shared/contracts/catalog'

/** Two pieces of something plain from each of these shops, bought and paid for in this browser; answers with the page of the order. */
export async function orderAsGuest(
  page: Page,
  shops: readonly string[],
  { email = 'grace@mail.example', coupon = '' } = {},
): Promise<{ number: string; path: string }> {
  await page.goto('/')
  const placed = await page.evaluate(
    async ({ shops, email, coupon }) => {
      const get = async (path: string) => (await fetch(path)).json()
      const post = async (path: string, body: object, headers = {}, method = 'POST') => {
        const init = { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
        const answer = await fetch(path, init)
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
        return answer.json()
      }
      for (const shop of shops) {
        const { items } = (await get(`/api/products?shop=${shop}&inStock=true&limit=48`)) as ProductPage
        const { variants } = await get(`/api/products/${items.find(({ variantCount }) => variantCount === 1)!.slug}`)
        await post('/api/cart/lines', { variantId: variants[0].id, quantity: 2 })
      }
      if (coupon) await post('/api/cart/coupon', { code: coupon }, {}, 'PUT')
      const { totalMinor } = await get('/api/cart?country=DE')
      const shippingAddress = { name: 'Grace Hopper', street: 'Marktgasse 1', postalCode: '10115', city: 'Berlin', country: 'DE' }
      const form = { email, shippingAddress, expectedTotalMinor: totalMinor }
      const { id } = await post('/api/checkouts', form, { 'idempotency-key': `order-as-guest-${Date.now()}` })
      const { orderGroup } = await post(`/api/checkouts/${id}/pay/test`, { cardNumber: '4242424242424242' })
      return orderGroup as { number: string; key: string }
    },
    { shops, email, coupon },
  )
  return { number: placed.number, path: `/orders/${placed.number}?key=${placed.key}` }
}
