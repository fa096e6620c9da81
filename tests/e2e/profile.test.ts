import { randomBytes, randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import type { ProductPage } from '../../shared/contracts/catalog'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { registerAs } from '../support/register'
import { openAs, signIn } from '../support/sign-in'

const PAGES = ['profile', 'addresses', 'notifications', 'privacy']

async function register(page: Page) {
  await registerAs(page, { name: 'Robin Ash', email: `${randomUUID()}@example.org`, password: 'several words in a row' })
  await expect(page).toHaveURL('/account')
}

async function fillAddress(page: Page, street: string) {
  await page.getByLabel('Full name').fill('Robin Ash')
  await page.getByLabel('Street and number').fill(street)
  await page.getByLabel('Postal code').fill('10115')
  await page.getByLabel('City').fill('Berlin')
  await page.getByLabel('Country').selectOption('DE')
}

async function putSomethingIntoTheCart(page: Page) {
  const { items } = (await (await page.request.get('/api/products?shop=mare-stoneware&inStock=true&limit=48')).json()) as ProductPage
  const { slug, title } = items.find(({ variantCount }) => variantCount === 1)!
  await page.goto(`/products/${slug}`)
  await page.getByRole('button', { name: 'Add to cart' }).first().click()
  await expect(page.getByText(`${title} is in your cart`)).toBeVisible()
}

async function picture(colour: string, format: 'png' | 'gif' = 'png') {
  const buffer = await sharp({ create: { width: 300, height: 200, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer()
  return { name: `picture.${format}`, mimeType: `image/${format}`, buffer }
}

test('a profile gets a name, a picture and a time zone, which all pages go by', async ({ page }) => {
  await register(page)
  await page.goto('/account/profile')
  await page.getByLabel('Your name').fill('Robin Birch')
  await page.getByLabel('Language of our mails').selectOption('Deutsch')
  await expect(page.getByLabel('Time zone').locator('option').first()).toHaveText('As on my device: Berlin')
  await page.getByLabel('Time zone').selectOption('Pacific/Kiritimati')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()

  const file = page.locator('input[name="avatar"]')
  await file.setInputFiles(await picture('#a40', 'gif'))
  await expect(page.getByRole('alert')).toHaveText('Please choose a picture in the format JPEG, PNG, WebP or AVIF.')
  await file.setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: Buffer.alloc(5 * 1024 * 1024 + 1) })
  await expect(page.getByRole('alert')).toHaveText('This picture is too large. Please choose one of at most 5 MB.')
  await file.setInputFiles(await picture('#a40'))
  await expect(page.getByRole('button', { name: 'Choose another one' })).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page.locator('header nav img')).toBeVisible()
  // A field that lies half under the header would count as too small.
  await page.evaluate('scrollTo(0, 0)')
  await expectAccessible(page)

  await page.reload()
  await expect(page.getByLabel('Your name')).toHaveValue('Robin Birch')
  await expect(page.getByLabel('Language of our mails')).toHaveValue('de')
  await expect(page.getByLabel('Time zone')).toHaveValue('Pacific/Kiritimati')
  await expect(page.locator('header nav img')).toBeVisible()

  await page.goto('/account/security')
  const moment = page.getByText('This browser').locator('xpath=ancestor::li').locator('time')
  const shown = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Pacific/Kiritimati' })
  await expect(moment.first()).toHaveText(shown.format(new Date((await moment.first().getAttribute('datetime'))!)))

  await page.goto('/account/profile')
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Choose a picture' })).toBeVisible()
  await expect(page.locator('header nav img')).toHaveCount(0)
})

/** What the browser does when a file is pasted, or dropped there. */
const events = {
  paste: "new ClipboardEvent('paste', { clipboardData: files, bubbles: true })",
  drop: "new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true })",
}

test('a picture is pasted and dropped too', async ({ page }) => {
  await register(page)
  await page.goto('/account/profile')
  await expect(page.getByLabel('Time zone').locator('option').nth(1)).toBeAttached()
  for (const [kind, colour] of [
    ['paste', '#070'],
    ['drop', '#007'],
  ] as const) {
    await expect(page.locator('header nav img')).toHaveCount(kind === 'paste' ? 0 : 1)
    const { buffer } = await picture(colour)
    const sent = page.waitForResponse((answer) => answer.url().endsWith('/api/accounts/avatar') && answer.status() === 200)
    await page.evaluate(`
      const files = new DataTransfer()
      files.items.add(new File([new Uint8Array(${JSON.stringify([...buffer])})], 'picture.png', { type: 'image/png' }))
      document.querySelector('[data-testid="avatar"]').dispatchEvent(${events[kind]})
    `)
    await sent
    await expect(page.getByRole('button', { name: 'Choose another one' })).toBeEnabled()
  }
})

test('a photo that is larger than a picture may be is made smaller on the phone', async ({ page }) => {
  await register(page)
  await page.goto('/account/profile')
  await expect(page.getByLabel('Time zone').locator('option').nth(1)).toBeAttached()
  const [width, height] = [1600, 1200]
  const noise = { raw: { width, height, channels: 3 } } as const
  const buffer = await sharp(randomBytes(width * height * 3), noise)
    .png({ compressionLevel: 0 })
    .toBuffer()
  expect(buffer.length).toBeGreaterThan(5 * 1024 * 1024)

  await page.locator('input[capture]').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer })
  await expect(page.getByRole('button', { name: 'Choose another one' })).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('kept addresses are changed, preferred and removed, and fill in the checkout', async ({ page }) => {
  test.setTimeout(120_000)
  await register(page)
  await page.goto('/account/addresses')
  await expect(page.getByRole('heading', { name: 'No addresses yet' })).toBeVisible()
  await expectAccessible(page)
  for (const street of ['Marktgasse 1', 'Hafenweg 2']) {
    await page.getByRole('button', { name: 'Add an address' }).click()
    await fillAddress(page, street)
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByText(street)).toBeVisible()
  }

  await page.getByRole('button', { name: 'Use as usual: Robin Ash, Hafenweg 2' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Usual address' })).toContainText('Hafenweg 2')
  await page.getByRole('button', { name: 'Change: Robin Ash, Hafenweg 2' }).click()
  await expect(page.getByLabel('Street and number')).toHaveValue('Hafenweg 2')
  await expectAccessible(page)
  await page.getByLabel('Street and number').fill('')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByLabel('Street and number')).toHaveAccessibleDescription('Please fill this in.')
  await page.getByLabel('Street and number').fill('Hafenweg 22')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Hafenweg 22')).toBeVisible()

  await putSomethingIntoTheCart(page)
  await page.goto('/checkout')
  await expect(page.getByRole('radio', { name: /Hafenweg 22/ })).toBeChecked()
  await expect(page.getByLabel('Street and number')).toHaveCount(0)
  await page.getByRole('radio', { name: 'Another address' }).check()
  await fillAddress(page, 'Bergstieg 3')
  await page.getByRole('checkbox', { name: 'Keep this address for next time' }).check()
  await expectAccessible(page)
  await page.getByRole('button', { name: /Continue to payment/ }).click()
  await expect(page).toHaveURL(/\/checkout\/[0-9a-f-]{36}/)
  await expect(page.getByRole('button', { name: /^Pay / })).toBeVisible()

  await page.goto('/account/addresses')
  await expect(page.getByText('Bergstieg 3')).toBeVisible()
  await page.getByRole('button', { name: 'Remove: Robin Ash, Bergstieg 3' }).click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('button', { name: 'Remove: Robin Ash, Bergstieg 3' }).click()
  await page.getByRole('button', { name: 'Remove now' }).click()
  await expect(page.getByText('Bergstieg 3')).toHaveCount(0)
  await expect(page.getByText('Hafenweg 22')).toBeVisible()
})

test('a buyer with a usual address has nothing to type, and a first one eight fields at most', async ({ page }) => {
  await register(page)
  await putSomethingIntoTheCart(page)
  await page.goto('/checkout')
  await expect(page.getByRole('checkbox', { name: 'Keep this address for next time' })).toBeVisible()
  const fields = page.getByRole('main').locator('form').locator('input:visible, select:visible')
  expect(await fields.count()).toBeLessThanOrEqual(8)

  await fillAddress(page, 'Marktgasse 1')
  await page.getByRole('checkbox', { name: 'Keep this address for next time' }).check()
  await page.getByRole('button', { name: /Continue to payment/ }).click()
  await expect(page.getByRole('button', { name: /^Pay / })).toBeVisible()

  await page.goto('/checkout')
  await expect(page.getByRole('radio', { name: /Marktgasse 1/ })).toBeChecked()
  await page.evaluate(() => sessionStorage.clear())
  await page.reload()
  await expect(page.getByRole('radio', { name: /Marktgasse 1/ })).toBeChecked()
  await expect(page.getByLabel('Email')).not.toBeEmpty()
})

test.describe('which mails come', () => {
  test.use({ expectedMessages: /net::ERR_FAILED/ })

  test('is saved at once, and goes back with a word when that fails', { tag: '@once' }, async ({ page }) => {
    await register(page)
    await page.goto('/account/notifications')
    await expect(page.getByText('For your shop')).toHaveCount(0)
    await expect(page.getByText('Always on')).toHaveCount(2)

    const parcels = page.getByRole('switch', { name: 'News of my parcels' })
    await expect(parcels).toBeChecked()
    await parcels.click()
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await page.reload()
    await expect(parcels).not.toBeChecked()

    await page.route('**/api/accounts/notifications', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
    await parcels.click()
    await expect(page.getByRole('alert')).toHaveText('We could not reach the server. Please check your connection and try again.')
    await expect(parcels).not.toBeChecked()
    await expect(page.getByText('Saved', { exact: true })).toHaveCount(0)
    await expectAccessible(page)
  })

  test('names those of a shop to people who act for one', { tag: '@once' }, async ({ page }) => {
    await openAs(page, demoAccount('seller'), '/account/notifications')
    await expect(page.getByRole('heading', { name: 'For your shop' })).toBeVisible()
    await expect(page.getByRole('switch', { name: 'New orders' })).toBeChecked()
  })
})

test('the pages of an account read well', async ({ page }) => {
  test.setTimeout(120_000)
  await signIn(page, demoAccount('shopper'))
  await expect(page).toHaveURL('/account')
  for (const name of PAGES)
    for (const path of [`/account/${name}`, `/de/account/${name}`]) {
      await page.goto(path)
      await expectAccessible(page)
    }
})
