import { randomUUID } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { askTool, demoAccount, expect, expectAccessible, test } from '../support/browser'
import { signIn, signInAsAdmin } from '../support/sign-in'

test.describe.configure({ timeout: 120_000 })

test.describe('the wall', () => {
  // Nuxt notes under this code that it draws its page of errors.
  test.use({ expectedMessages: /status of 403|NUXT_E1005/ })

  test('sends visitors to sign in', { tag: '@once' }, async ({ page }) => {
    await page.goto('/admin/users')
    await expect(page).toHaveURL('/sign-in?to=/admin/users')
    expect((await page.request.get('/api/admin/users')).status()).toBe(401)
  })

  test('does not open to a shopper', { tag: '@once' }, async ({ page }) => {
    await signIn(page, demoAccount('shopper'))
    await expect(page).toHaveURL('/account')

    const answer = await page.goto('/admin')
    expect(answer?.status()).toBe(403)
    await expect(page.getByRole('navigation', { name: 'Administration' })).toHaveCount(0)
  })
})

test.describe('the admin', () => {
  test.use({ expectedMessages: /status of 401/ })

  test('comes in with a code and looks at everything', async ({ page }) => {
    await signInAsAdmin(page)
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
    await expect(page.getByText('Products on sale')).toBeVisible()
    await expectAccessible(page)

    await page.goto('/admin/orders')
    const number = page.getByRole('rowheader').first()
    const searched = (await number.textContent())!.trim()
    await page.getByRole('searchbox').fill(searched)
    await expect(page.getByRole('rowheader')).toHaveText([searched])
    await expectAccessible(page)

    const { email } = demoAccount('shopper')
    await page.goto('/admin/users')
    await page.getByRole('searchbox').fill(email)
    await expect(page.getByRole('rowheader')).toHaveCount(1)
    await expect(page.getByRole('rowheader')).toContainText(email)
    await page.getByRole('searchbox').fill('nobody of that name')
    await expect(page.getByText('Nothing found')).toBeVisible()
    await expectAccessible(page)
  })
})

test('a new admin gets in with the password of the operator’s tool, and chooses their own', { tag: '@once' }, async ({ page }) => {
  const email = `${randomUUID()}@example.org`
  const password = /Password, shown this once: (\S+)/.exec(askTool('admin', 'create', email))![1]!

  await signIn(page, { email, password }, '/admin')
  await expect(page.getByRole('heading', { name: 'Secure your account' })).toBeVisible()
  await expectAccessible(page)
  await page.goto('/admin/users')
  await expect(page.getByRole('heading', { name: 'Secure your account' })).toBeVisible()

  const secret = (await page.locator('code').textContent())!.replace(/\s/g, '')
  await page.getByLabel('New password').fill('a password of my own')
  await page.getByLabel('The code that the app shows').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate())
  await page.getByRole('button', { name: 'Secure and go on' }).click()
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(10)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page).toHaveURL('/admin/users')
  await expect(page.getByRole('heading', { name: 'Users' })).toBeVisible()
})
