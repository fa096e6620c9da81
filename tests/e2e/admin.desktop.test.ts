import { demoAccount, demoCode, expect, expectAccessible, test } from '../support/browser'

test('an admin signs in with a second factor and looks around; nobody else gets in', async ({ page, newPerson }) => {
  const { email, password } = demoAccount('admin')
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('Code from your authenticator app').fill(demoCode())
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()

  await page.waitForURL(/\/admin/)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await expectAccessible(page)
  await page.goto('/admin/orders')
  await expect(page.getByRole('row').nth(5)).toBeVisible()
  await page.goto('/admin/users')
  await expect(page.getByText(email).first()).toBeVisible()

  const stranger = await newPerson()
  await stranger.goto('/admin')
  await expect(stranger).toHaveURL(/\/sign-in/)
  expect((await stranger.request.get('/api/admin/users')).status()).toBe(401)
})
