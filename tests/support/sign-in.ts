import type { Page } from '@playwright/test'
import { demoAccount, demoCode, expect } from './browser'

const CODE_SECONDS = 30

interface Account {
  email: string
  password: string
}

/** Fills in the form of /sign-in, wherever it goes from there. */
export async function signIn(page: Page, { email, password }: Account, to?: string): Promise<void> {
  await page.goto(to ? `/sign-in?to=${encodeURIComponent(to)}` : '/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Signs the demo's admin in. A code works once, so right after another sign-in it waits for the next. */
export async function signInAsAdmin(page: Page, to = '/admin'): Promise<void> {
  await signIn(page, demoAccount('admin'), to)
  const code = page.getByLabel('Code from your authenticator app')
  await code.waitFor()

  await expect(async () => {
    await code.fill(demoCode())
    await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL(to, { timeout: 3_000 })
  }).toPass({ intervals: [3_000], timeout: 2 * CODE_SECONDS * 1000 })
}
