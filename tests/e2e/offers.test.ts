import { randomUUID } from 'node:crypto'
import type { ProductPage } from '../../shared/contracts/catalog'
import { demoAccount, expect, expectAccessible, expectAllInvariants, test } from '../support/browser'
import { registerAs } from '../support/register'
import { openAs } from '../support/sign-in'

const SHOP = 'mare-stoneware'
const euros = (minor: number) => `€${(minor / 100).toFixed(2)}`

test('a shopper and a shop agree on a price, and the shopper buys at it', async ({ page, newPerson }) => {
  const { items } = (await (await page.request.get(`/api/products?shop=${SHOP}&inStock=true&limit=48`)).json()) as ProductPage
  // Others buy what comes first.
  const mug = items.findLast(({ variantCount }) => variantCount === 1)!
  const [first, second] = [mug.shownPriceMinor - 300, mug.shownPriceMinor - 100]
  const sign = randomUUID().slice(0, 8)
  const account = { name: `Grace${sign} Hopper`, email: `${sign}@example.org`, password: 'several words in a row' }
  await registerAs(page, account, `/products/${mug.slug}`)
  await page.getByRole('link', { name: 'Ask the shop' }).click()
  await page.getByRole('link', { name: 'Open in messages' }).click()
  // The page with the dock stays until the other one is there.
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: 'Offer a price' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Product')).toContainText(mug.title)
  await dialog.getByLabel('Pieces').fill('1')
  await dialog.getByLabel(/Price each/).fill(String((mug.shownPriceMinor + 1) / 100))
  await dialog.getByRole('button', { name: 'Send offer' }).click()
  await expect(dialog.getByText('not more than today’s price')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel(/Price each/).fill(String(first / 100))
  await dialog.getByRole('button', { name: 'Send offer' }).click()
  const own = page.getByRole('article', { name: 'Your offer' })
  await expect(own).toContainText(euros(first))

  const seller = await newPerson()
  await openAs(seller, demoAccount('seller'), `/seller/${SHOP}/messages`)
  await seller.getByRole('link', { name: new RegExp(`Grace${sign} H\\..*Price offer`) }).click()
  await seller.getByRole('article', { name: 'Offer for you' }).getByRole('button', { name: 'Offer another price' }).click()
  await seller
    .getByRole('dialog')
    .getByLabel(/Price each/)
    .fill(String(second / 100))
  await seller.getByRole('dialog').getByRole('button', { name: 'Send offer' }).click()
  await expect(own).toContainText('Answered')

  const counter = page.getByRole('article', { name: 'Offer for you' })
  await expect(counter).toContainText(euros(second))
  await expectAccessible(page)
  await counter.getByRole('button', { name: 'Accept' }).click()
  await expect(counter).toContainText('It lies in your cart at this price.')
  await expect(seller.getByRole('article', { name: 'Your offer' })).toContainText('Agreed')
  await expectAccessible(seller)

  const conversation = page.url()
  await counter.getByRole('button', { name: 'Go to cart' }).click()
  await expect(page).toHaveURL('/cart')
  // The address is the cart's before its page is there.
  await expect(page.getByRole('link', { name: 'Go to checkout' })).toBeVisible()
  const line = page.getByRole('listitem').filter({ hasText: mug.title })
  await expect(line).toContainText('Agreed price until')
  await expect(line).toContainText(euros(second))
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Go to checkout' }).click()
  await page.getByLabel('Full name').fill('Grace Hopper')
  await page.getByLabel('Street and number').fill('Marktgasse 1')
  await page.getByLabel('Postal code').fill('10115')
  await page.getByLabel('City').fill('Berlin')
  await page.getByRole('button', { name: /Continue to payment/ }).click()
  await page.getByRole('button', { name: /Pays at once/ }).click()
  await page.getByRole('button', { name: /^Pay / }).click()
  await expect(page.getByRole('heading', { name: 'Thank you, Grace!' })).toBeVisible()
  await expect(page.getByText(euros(second)).first()).toBeVisible()

  await page.goto(conversation)
  await expect(counter).toContainText('Bought')
  expectAllInvariants()
})
