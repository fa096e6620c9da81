import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { signIn } from '../support/sign-in'

test.describe('a seller', () => {
  test.beforeEach(async ({ page }) => {
    await signIn(page, demoAccount('seller'))
    await page.waitForURL(/\/seller\/[\w-]+$/)
  })

  test('sees what waits, and the way to it', async ({ page }) => {
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
    await expect(page.getByText('The last 30 days')).toBeVisible()
    await expectAccessible(page)

    await page.getByRole('link', { name: 'See all' }).click()
    await expect(page).toHaveURL(/\/orders\?view=to_ship$/)
    await expect(page.getByRole('rowheader').first()).toBeVisible()
    await expectAccessible(page)
  })

  test('ships an order with its tracking number and sees it in its history', async ({ page }) => {
    await page.goto(`${page.url()}/orders?view=to_ship`)
    await page.getByRole('rowheader').first().getByRole('link').click()
    await expect(page.getByRole('heading', { name: 'Ship to' })).toBeVisible()
    await expectAccessible(page)

    await page.getByRole('button', { name: 'Mark as shipped' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Carrier').fill('DHL')
    await dialog.getByLabel('Tracking number').fill('00340434161094015902')
    await dialog.getByLabel('Tracking link').fill('nonsense')
    await dialog.getByRole('button', { name: 'Mark as shipped' }).click()
    await expect(dialog.getByText('Please enter a whole address that begins with https://')).toBeVisible()
    await expectAccessible(page)

    await dialog.getByLabel('Tracking link').fill('https://example.org/track')
    await dialog.getByRole('button', { name: 'Mark as shipped' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('link', { name: '00340434161094015902' })).toHaveAttribute('href', 'https://example.org/track')
    await expect(page.getByRole('button', { name: 'Mark as shipped' })).toHaveCount(0)
  })

  test('finds nothing of another shop', async ({ page }) => {
    const answer = await page.goto('/seller/a-shop-of-somebody-else')
    expect(answer?.status()).toBe(404)
  })
})
