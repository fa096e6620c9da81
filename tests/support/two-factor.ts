import type { Page } from '@playwright/test'
import { codeAt } from '#server/domains/accounts/totp'
import { expect, expectAccessible } from './browser'

const CODE_MS = 30_000

/** Sets up two-factor sign-in on the security page, up to the recovery codes, which the dialog then shows. */
export async function setUpTwoFactor(page: Page, password: string): Promise<{ secret: string; codes: string[] }> {
  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Set up two-factor sign-in' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('img', { name: 'Picture for the camera of your authenticator app' })).toBeVisible()
  await expectAccessible(page)

  const secret = (await dialog.locator('code').innerText()).replaceAll(' ', '')
  await dialog.getByLabel('The code that the app shows').fill(codeAt(secret, new Date()))
  await dialog.getByLabel('Your password', { exact: true }).fill(password)
  await dialog.getByRole('button', { name: 'Turn it on' }).click()
  await expect(dialog.getByRole('listitem')).toHaveCount(10)
  await expectAccessible(page)
  return { secret, codes: await dialog.getByRole('listitem').allInnerTexts() }
}

/** The code of now was used to set it up; the next one is taken half a minute early. */
export const nextCode = (secret: string): string => codeAt(secret, new Date(Date.now() + CODE_MS))

/** Fills in a recovery code where the authenticator app is asked for. */
export async function enterRecoveryCode(page: Page, code: string): Promise<void> {
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(code)
}
