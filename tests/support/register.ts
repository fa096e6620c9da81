import type { Page } from '@playwright/test'
import { expect } from './browser'
import { mailTo } from './mailbox'

interface Person {
  name: string
  email: string
  password: string
}

/** Opens an account as people do: fills in the form of /register and types the code from the mail. */
export async function registerAs(page: Page, { name, email, password }: Person, to?: string): Promise<void> {
  await page.goto(to ? `/register?to=${to}` : '/register')
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await expect(page).toHaveURL(/\/verify/)

  await page.getByLabel('Code from the mail').fill((await mailTo(email, 'Confirm your address')).code)
  await page.getByRole('button', { name: 'Open my account' }).click()
}
