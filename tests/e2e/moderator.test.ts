import { randomUUID } from 'node:crypto'
import { codeAt } from '#server/domains/accounts/totp'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { registerAs } from '../support/register'
import { openAsAdmin, signIn } from '../support/sign-in'

const PASSWORD = 'several words in a row'
/** A browser notes what it is refused, also where a page means to show it. */
const refusals = /status of (?:401|403)|NUXT_E1005|failed: HTTP Authentication failed/

test.use({ expectedMessages: refusals })

test('an admin makes a moderator, who sets a second factor up and sees users only', { tag: '@once' }, async ({ page, newPerson }) => {
  test.setTimeout(180_000)
  const helper = { name: `Kim ${randomUUID().slice(0, 6)}`, email: `${randomUUID()}@example.org`, password: PASSWORD }
  const kim = await newPerson()
  await registerAs(kim, helper)
  await expect(kim).toHaveURL('/account')

  await openAsAdmin(page, '/admin/users')
  await page.getByRole('searchbox').fill(helper.email)
  await page.getByRole('link', { name: helper.name }).click()
  await expect(page.getByRole('heading', { name: helper.name, level: 1 })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Change the role' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /^Moderator/ }).check()
  await dialog.getByRole('button', { name: 'Change the role' }).click()
  await expect(dialog.getByLabel('Why?')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Why?').fill('Helps with the queue.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Change the role' }).click()
  await expect(page.getByText('Moderator', { exact: true })).toBeVisible()

  await signIn(kim, helper)
  await expect(kim).toHaveURL(/\/account\/two-factor/)
  await kim.getByLabel('New password', { exact: true }).fill('quite another password')
  const secret = (await kim.locator('main code').innerText()).replaceAll(' ', '')
  await kim.getByLabel('The code that the app shows').fill(codeAt(secret, new Date()))
  await kim.getByRole('button', { name: 'Secure and go on' }).click()
  await kim.getByRole('button', { name: 'I have kept them' }).click()
  await kim.goto('/admin')
  await expect(kim).toHaveURL('/admin/users')
  await expect(kim.getByRole('link', { name: 'Overview' })).toHaveCount(0)
  await kim.getByRole('searchbox').fill(demoAccount('shopper').email)
  await kim.getByRole('link', { name: demoAccount('shopper').email }).click()
  await expect(kim.getByText('Address verified')).toBeVisible()
  await expect(kim.getByRole('button', { name: 'Change the role' })).toHaveCount(0)
  await kim.goto('/admin/orders')
  await expect(kim.getByRole('heading', { level: 1 })).toHaveText('This door is not yours')
})
