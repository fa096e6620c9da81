import { randomUUID } from 'node:crypto'
import type { ProductPage } from '../../shared/contracts/catalog'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { openAs } from '../support/sign-in'

const SHOP = 'mare-stoneware'

/** The same two write to each other in other journeys too. */
const said = randomUUID().slice(0, 8)
const [QUESTION, ANSWER] = [`Is it oven proof? ${said}`, `Up to 200 degrees. ${said}`]

test('two who write to each other see that the other one is there and types, and what they have read', async ({ page, newPerson }) => {
  const { items } = (await (await page.request.get(`/api/products?shop=${SHOP}`)).json()) as ProductPage
  await openAs(page, demoAccount('shopper'), `/products/${items[0]!.slug}`)
  await page.getByRole('link', { name: 'Ask the shop' }).click()
  const own = page.getByLabel('Your message')
  await own.fill(QUESTION)
  await own.press('Enter')
  const question = page.getByRole('log').getByRole('listitem').filter({ hasText: QUESTION })
  await expect(question.locator('time')).toBeVisible()
  await expect(question).not.toContainText('Read')

  const seller = await newPerson()
  await openAs(seller, demoAccount('seller'), `/seller/${SHOP}/messages`)
  await seller.getByRole('link', { name: new RegExp(`Online.*${said}`) }).click()
  await expect(question).toContainText('Read')
  for (const who of [page, seller]) await expect(who.getByRole('region').getByText('Online', { exact: true })).toBeVisible()

  const theirs = seller.getByLabel('Your message')
  await theirs.pressSequentially(ANSWER)
  await expect(page.getByText(/is typing …/).first()).toBeVisible()
  await expectAccessible(page)
  await theirs.press('Enter')
  await expect(page.getByRole('log').getByText(ANSWER)).toBeVisible()
  await expect(page.getByText(/is typing …/).first()).toBeHidden()
  await expect(seller.getByRole('log').getByRole('listitem').filter({ hasText: ANSWER })).toContainText('Read')
  await own.pressSequentially('Thanks')
  await expect(seller.getByText(/is typing …/).first()).toBeVisible()
})
