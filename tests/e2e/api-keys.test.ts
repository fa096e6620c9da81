import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { openAs } from '../support/sign-in'

test('a person makes a key for a program, sees it once, and revokes it', async ({ page }) => {
  const shopper = demoAccount('shopper')
  await openAs(page, shopper, '/account/api-keys')
  await expect(page.getByText('You have no API keys.')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Make an API key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What is it for?').fill('Stock robot')
  await dialog.getByLabel('See your orders orders:read').check()
  await dialog.getByLabel('Your password', { exact: true }).fill(shopper.password)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Make an API key' }).click()

  const key = await dialog.getByText(/^souk_/).textContent()
  const answer = await page.request.get('/api/orders', { headers: { authorization: `Bearer ${key}` } })
  expect(answer.status()).toBe(200)
  await dialog.getByRole('button', { name: 'I have kept it' }).click()

  const row = page.getByRole('listitem').filter({ hasText: 'Stock robot' })
  await expect(row).toContainText('orders:read')
  await expectAccessible(page)
  await row.getByRole('button', { name: 'Revoke Stock robot' }).click()
  await row.getByRole('button', { name: 'Revoke now' }).click()
  await expect(page.getByText('You have no API keys.')).toBeVisible()
  expect((await page.request.get('/api/orders', { headers: { authorization: `Bearer ${key}` } })).status()).toBe(401)
})
