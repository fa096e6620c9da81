import type { Page } from '@playwright/test'
import type { ProductPage } from '../../shared/contracts/catalog'
import { demoAccount, expect, expectAllInvariants, test } from '../support/browser'
import { mailTo } from '../support/mailbox'

/** A product in plenty, without anything to choose. */
async function plainProduct(page: Page, shop: string) {
  const { items } = (await (await page.request.get(`/api/products?shop=${shop}&inStock=true&limit=48`)).json()) as ProductPage
  return items.find(({ variantCount }) => variantCount === 1)!
}

async function fillAddress(page: Page) {
  await page.getByLabel('Email').fill('grace@mail.example')
  await page.getByLabel('Full name').fill('Grace Hopper')
  await page.getByLabel('Street and number').fill('Marktgasse 1')
  await page.getByLabel('Postal code').fill('10115')
  await page.getByLabel('City').fill('Berlin')
}

test('a guest finds, pays for and follows things of two shops, and a seller ships one', async ({ page, newPerson }) => {
  test.setTimeout(120_000)
  const [mug, coffee] = [await plainProduct(page, 'mare-stoneware'), await plainProduct(page, 'kade-coffee')]

  await page.goto('/')
  await page.getByRole('combobox', { name: 'Search for products' }).fill(mug.title)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: mug.title }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: mug.title })).toBeVisible()
  await page.getByRole('button', { name: 'Add to cart' }).first().click()
  await expect(page.getByText(`${mug.title} is in your cart`)).toBeVisible()

  await page.goto(`/products/${coffee.slug}`)
  await page.getByRole('button', { name: 'Add to cart' }).first().click()
  await expect(page.getByText(`${coffee.title} is in your cart`)).toBeVisible()

  await page.goto('/cart')
  await expect(page.getByText(mug.title).first()).toBeVisible()
  await expect(page.getByText(coffee.title).first()).toBeVisible()
  await page.getByRole('link', { name: 'Go to checkout' }).click()

  await fillAddress(page)
  await page.getByRole('button', { name: /Continue to payment/ }).click()

  await page.getByRole('button', { name: /Is declined/ }).click()
  await page.getByRole('button', { name: /^Pay / }).click()
  await expect(page.getByText('Your bank declined the card.')).toBeVisible()

  await page.getByRole('button', { name: /Asks you to confirm/ }).click()
  await page.getByRole('button', { name: /^Pay / }).click()
  await page.getByRole('button', { name: 'Yes, confirm' }).click()

  await expect(page.getByRole('heading', { name: 'Thank you, Grace!' })).toBeVisible({ timeout: 20_000 })
  const number = /\/orders\/([A-Z0-9-]+)\?/.exec(page.url())![1]!
  await expect(
    page
      .getByText('The shop is packing your things')
      .or(page.getByText(/Being packed/))
      .first(),
  ).toBeVisible()

  await mailTo('grace@mail.example', `Your order ${number}`)

  const seller = await newPerson()
  const account = demoAccount('seller')
  await seller.goto('/sign-in')
  await seller.getByLabel('Email').fill(account.email)
  await seller.getByLabel('Password', { exact: true }).fill(account.password)
  await seller.getByRole('button', { name: 'Sign in', exact: true }).click()
  await seller.waitForURL(/\/seller\//)
  await seller.getByRole('link', { name: 'Orders' }).first().click()
  await seller
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click()
  await seller.getByRole('button', { name: 'Mark as shipped' }).first().click()
  await seller.getByLabel('Carrier').fill('DHL')
  await seller.getByLabel('Tracking number').fill('00340434161094042557')
  await seller.getByRole('dialog').getByRole('button', { name: 'Mark as shipped' }).click()
  await expect(seller.getByText('00340434161094042557').first()).toBeVisible()

  // The buyer's page has been open all the while and hears of it by itself.
  await expect(page.getByText('00340434161094042557').first()).toBeVisible({ timeout: 15_000 })

  expectAllInvariants()
})
