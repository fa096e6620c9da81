import { test, type BrowserContext, type Page } from '@playwright/test'
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

/** Signs the demo's admin in by the form. A code works once, so right after another sign-in it waits for the next. */
export async function signInAsAdmin(page: Page): Promise<void> {
  await signIn(page, demoAccount('admin'), '/admin')
  const code = page.getByLabel('Code from your authenticator app')
  await code.waitFor()

  await expect(async () => {
    if (await code.isVisible()) {
      await code.fill(demoCode(), { timeout: 1_000 })
      await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click({ timeout: 1_000 })
    }
    await expect(page).toHaveURL('/admin', { timeout: 3_000 })
  }).toPass({ intervals: [3_000], timeout: 2 * CODE_SECONDS * 1000 })
}

/** Opens a page as somebody who has signed in before. */
export async function openAs(page: Page, account: Account, path: string): Promise<void> {
  expect(await enter(page, account)).toBe(200)
  await page.goto(path)
}

let admin: Awaited<ReturnType<BrowserContext['cookies']>> | undefined

/** Opens a page as the demo's admin, who signs in once for all journeys of a worker. */
export async function openAsAdmin(page: Page, path: string): Promise<void> {
  if (!admin) {
    await expect
      .poll(() => enter(page, demoAccount('admin'), demoCode()), { intervals: [3_000], timeout: 2 * CODE_SECONDS * 1000 })
      .toBe(200)
    admin = await page.context().cookies()
  }
  await page.context().addCookies(admin)
  await page.goto(path)
}

async function enter(page: Page, { email, password }: Account, code?: string): Promise<number> {
  const data = { email, password, code }
  const origin = new URL(test.info().project.use.baseURL!).origin
  return (await page.request.post('/api/session', { data, headers: { origin } })).status()
}
