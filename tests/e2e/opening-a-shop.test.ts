import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, expectAccessible, test } from '../support/browser'
import { mailTo } from '../support/mailbox'
import { registerAs } from '../support/register'
import { openAsAdmin } from '../support/sign-in'

test.describe.configure({ timeout: 240_000 })

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Saves a section and waits until it says so. */
async function save(page: Page, name: string) {
  await section(page, name).getByRole('button', { name: 'Save' }).click()
  await expect(section(page, name).getByText('Saved', { exact: true })).toBeVisible()
}

/** As a camera names them. */
const PHOTOS = ['#a8653a', '#3a8f65', '#3a65a8'].map(async (background, place) => ({
  name: `IMG_${place + 1}.jpg`,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 900, height: 1200, channels: 3, background } })
    .jpeg()
    .toBuffer(),
}))

/** Writes a product with two options of three values and three pictures, and submits it. */
async function addProduct(page: Page, slug: string, title: string) {
  await page.goto(`/seller/${slug}/products/new`)
  await page.getByLabel('Title', { exact: true }).fill(title)
  await page
    .getByRole('textbox', { name: 'Description', exact: true })
    .fill('Driftwood from the Elbe with a shade of linen. No two of them are alike.')
  await page.getByRole('button', { name: 'Category: Choose a category' }).click()
  await page.getByPlaceholder('Search the categories').fill('Lighting')
  await page.getByRole('option', { name: 'Home › Lighting' }).click()
  for (const [place, [name, values]] of Object.entries({ Shade: ['Sand', 'Sea', 'Moss'], Size: ['S', 'M', 'L'] }).entries()) {
    await page.getByRole('button', { name: 'Add an option' }).click()
    await page.getByLabel('Name of the option').nth(place).fill(name)
    for (const value of values) {
      await page.getByLabel('Values').nth(place).fill(value)
      await page.getByLabel('Values').nth(place).press('Enter')
    }
  }
  for (const [column, value] of [
    ['Price', '89.00'],
    ['In stock', '5'],
  ]) {
    const all = page.getByRole('textbox', { name: `${column}: For all variants`, exact: true })
    await all.fill(value!)
    await all.press('Enter')
  }
  await page
    .getByRole('region', { name: 'Pictures' })
    .locator('input[type=file]')
    .first()
    .setInputFiles(await Promise.all(PHOTOS))
  await expect(page.getByText('3 of 20.', { exact: false })).toBeVisible()
  await page.getByLabel('What picture 1 shows').fill('The lamp on a table')
  await page.getByRole('button', { name: 'Save as a draft' }).click()

  await expect(page).toHaveURL(/\/products\/[0-9a-f-]{36}$/)
  await page.getByRole('button', { name: 'Submit for review' }).click()
  await expect(page.getByText('We are looking at it. You can still change it.')).toBeVisible()
  await expectAccessible(page)
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

  const sending = section(page, 'Ways of sending')
  await sending.getByRole('button', { name: 'Add an area' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'European Union' }).click()
  await dialog.getByRole('button', { name: 'Go on to the price' }).click()
  await dialog.getByLabel('Name', { exact: true }).fill('Parcel with tracking')
  await dialog.getByLabel('The price depends on').selectOption('The weight')
  await dialog.getByRole('button', { name: 'Add a line' }).click()
  await dialog.getByLabel('Up to (g)').first().fill('2000')
  await dialog.getByLabel('Costs (EUR)').first().fill('4,90')
  await dialog.getByLabel('Costs (EUR)').last().fill('9,90')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(sending.getByText('from €4.90')).toBeVisible()
  await sending.getByLabel('Weight (g)').fill('2001')
  await expect(sending.getByRole('status').filter({ hasText: 'Parcel with tracking' })).toContainText('€9.90')
  await sending.getByLabel('Buyer in').selectOption('United States')
  await expect(sending.getByText('You do not send to United States.')).toBeVisible()
  await sending.getByLabel('Days to get a parcel ready').fill('2')
  await save(page, 'Ways of sending')

  const payout = section(page, 'Payout account')
  await payout.getByLabel('Account holder').fill('Robin Ash')
  await payout.getByLabel('IBAN').fill('DE88 3704 0044 0532 0130 00')
  await payout.getByRole('button', { name: 'Save' }).click()
  await expect(payout.getByText('This is not an IBAN.')).toBeVisible()
  await payout.getByLabel('IBAN').fill('DE89 3704 0044 0532 0130 00')
  await save(page, 'Payout account')
  await expect(payout.getByText('DE•• •••• 3000')).toBeVisible()
}

test.describe('a shop', { tag: '@once' }, () => {
  // The page of a shop that is not open is not found.
  test.use({ expectedMessages: /status of 404|NUXT_E1005/ })

  test('41: is opened by a list of what is missing, filled, looked at and sold from, until it is suspended', async ({
    page,
    newPerson,
  }) => {
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
    const title = `Lamp ${slug.slice(-8)}`
    await addProduct(page, slug, title)

    await page.goto(`/seller/${slug}`)
    await expect(page.getByText('7 of 7 done')).toBeVisible()
    await page.getByRole('button', { name: 'Send to review' }).click()
    await expect(page.getByRole('heading', { name: 'We are looking at it' })).toBeVisible()
    expect((await page.request.get(`/shops/${slug}`)).status()).toBe(404)

    const admin = await newPerson()
    await openAsAdmin(admin, '/admin/shops')
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

    const shopForAdmins = admin.url()
    await admin.goto('/admin/products')
    const card = admin.getByRole('listitem').filter({ has: admin.getByRole('heading', { name: title, level: 2 }) })
    await card.getByRole('button', { name: 'Let it go live' }).click()
    await expect(card).toHaveCount(0)
    const isShownOn = (address: string) =>
      expect
        .poll(async () => (await (await visitor.request.get(address)).text()).includes(`>${title}<`), { message: address, timeout: 5_000 })
        .toBe(true)
    await isShownOn('/categories/home/lighting?sort=newest')
    await isShownOn(`/search?q=${encodeURIComponent(title)}`)
    await visitor.goto(`/products/${title.toLowerCase().replace(' ', '-')}`)
    await expect(visitor.getByRole('heading', { name: title, level: 1 })).toBeVisible()
    await expectAccessible(visitor)

    await admin.goto(shopForAdmins)
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
