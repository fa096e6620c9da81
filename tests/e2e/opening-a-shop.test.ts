import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import postgres from 'postgres'
import { expect, expectAccessible, test } from '../support/browser'
import { mailTo } from '../support/mailbox'
import { registerAs } from '../support/register'
import { signInAsAdmin } from '../support/sign-in'

test.describe.configure({ timeout: 240_000 })

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Saves a section and waits until it says so. */
async function save(page: Page, name: string) {
  await section(page, name).getByRole('button', { name: 'Save' }).click()
  await expect(section(page, name).getByText('Saved', { exact: true })).toBeVisible()
}

/** A product that waits for review, made through the API; that it waits is written down, since it has no picture. */
async function addProduct(page: Page, slug: string) {
  const made = await page.evaluate(async (slug) => {
    const { shops } = await (await fetch('/api/session')).json()
    const shop = shops.find((shop: { slug: string }) => shop.slug === slug)
    const body = JSON.stringify({ title: 'Table lamp', variants: [{ sku: 'LAMP-1', priceMinor: 4900, onHand: 3 }] })
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`/api/seller/shops/${shop.id}/products`, { method: 'POST', headers, body })).status
  }, slug)
  expect(made).toBe(201)

  const { databaseUrl } = JSON.parse(readFileSync(path.join(process.env.SOUK_E2E_DATA!, 'embedded-database.json'), 'utf8'))
  const sql = postgres(databaseUrl, { max: 1 })
  await sql`update products set status = 'in_review' where shop_id = (select id from shops where slug = ${slug})`
  await sql.end()
}

async function fillSettings(page: Page) {
  await section(page, 'Profile').getByLabel('About the shop', { exact: true }).fill('We make lamps from driftwood.')
  await save(page, 'Profile')

  const imprint = section(page, 'Address and legal name')
  await imprint.getByLabel('Legal name').fill('Driftwood Lamps Ltd')
  await imprint.getByLabel('Full name').fill('Robin Ash')
  await imprint.getByLabel('Street and number').fill('Harbour Road 7')
  await imprint.getByLabel('Postal code').fill('20457')
  await imprint.getByLabel('City').fill('Hamburg')
  await save(page, 'Address and legal name')

  await section(page, 'Policies').getByLabel('Shipping', { exact: true }).fill('Packed in straw, sent within two days.')
  await section(page, 'Policies').getByLabel('Returns', { exact: true }).fill('Send it back in one piece.')
  await save(page, 'Policies')

  await section(page, 'Ways of sending').getByRole('button', { name: 'Add a way of sending' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Parcel with tracking')
  await dialog.getByLabel('Price (EUR)').fill('4,90')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(section(page, 'Ways of sending').getByText('Parcel with tracking')).toBeVisible()

  const payout = section(page, 'Payout account')
  await payout.getByLabel('Account holder').fill('Robin Ash')
  await payout.getByLabel('IBAN').fill('DE88 3704 0044 0532 0130 00')
  await payout.getByRole('button', { name: 'Save' }).click()
  await expect(payout.getByText('This is not an IBAN.')).toBeVisible()
  await payout.getByLabel('IBAN').fill('DE89 3704 0044 0532 0130 00')
  await save(page, 'Payout account')
  await expect(payout.getByText('DE•• •••• 3000')).toBeVisible()
}

test.describe('a shop', () => {
  // The page of a shop that is not open is not found.
  test.use({ expectedMessages: /status of (401|404)|NUXT_E1005/ })

  test('is opened, filled, looked at and sold from, until it is suspended', async ({ page, newPerson }) => {
    const email = `${randomUUID()}@example.org`
    const name = `Driftwood ${randomUUID().slice(0, 8)}`
    const slug = name.toLowerCase().replace(' ', '-')

    await page.goto('/sell')
    await expectAccessible(page)
    await page.locator('main').getByRole('link', { name: 'Open your shop' }).click()
    await expect(page).toHaveURL('/sign-in?to=/sell/open')
    await registerAs(page, { name: 'Robin Ash', email, password: 'several words in a row' }, '/sell/open')

    await expect(page).toHaveURL('/sell/open')
    await page.getByLabel('Name of the shop').fill('Mare Stoneware')
    await expect(page.getByText('This address is taken. Please choose another.')).toBeVisible()
    await page.getByLabel('Name of the shop').fill(name)
    await expect(page.getByText(`This address is free: `)).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Open your shop' }).click()

    await expect(page).toHaveURL(`/seller/${slug}`)
    await expect(page.getByRole('heading', { name: 'Before your shop opens' })).toBeVisible()
    await expect(page.getByText('1 of 7 done')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Send to review' })).toBeDisabled()
    await expectAccessible(page)

    await page.getByRole('link', { name: 'Address and legal name' }).click()
    await expect(page).toHaveURL(`/seller/${slug}/settings#imprint`)
    await fillSettings(page)
    await expectAccessible(page)
    await addProduct(page, slug)

    await page.goto(`/seller/${slug}`)
    await expect(page.getByText('7 of 7 done')).toBeVisible()
    await page.getByRole('button', { name: 'Send to review' }).click()
    await expect(page.getByRole('heading', { name: 'We are looking at it' })).toBeVisible()
    expect((await page.request.get(`/shops/${slug}`)).status()).toBe(404)

    const admin = await newPerson()
    await signInAsAdmin(admin, '/admin/shops')
    await admin.getByRole('searchbox', { name: 'Shop, address or owner' }).fill(name)
    await expect(admin.getByRole('rowheader')).toHaveCount(1)
    await expectAccessible(admin)
    await admin.getByRole('link', { name }).click()
    await expect(admin.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expectAccessible(admin)
    await admin.getByRole('button', { name: 'Approve' }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await expect(admin.getByRole('button', { name: 'Suspend' })).toBeVisible()

    const visitor = await newPerson()
    await visitor.goto(`/shops/${slug}`)
    await expect(visitor.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(visitor.getByText('Driftwood Lamps Ltd')).toBeVisible()
    await expectAccessible(visitor)
    await mailTo(email, `${name} is open`)

    await admin.getByRole('button', { name: 'Suspend' }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
    await expect(admin.getByRole('dialog').getByText('Please fill this in.')).toBeVisible()
    await admin.getByRole('dialog').getByLabel('Why?').fill('The lamps are not of driftwood.')
    await expectAccessible(admin)
    await admin.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
    await expect(admin.getByRole('button', { name: 'Reopen' })).toBeVisible()

    await expect.poll(async () => (await visitor.request.get(`/shops/${slug}`)).status()).toBe(404)
    await page.goto(`/seller/${slug}`)
    await expect(page.getByText('Your shop is suspended')).toBeVisible()
    await expect(page.getByText('The lamps are not of driftwood.')).toBeVisible()
    await expectAccessible(page)
    await mailTo(email, `${name} is suspended`)
  })
})
