import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { mailTo } from '../support/mailbox'
import { registerAs } from '../support/register'
import { openAs, signIn } from '../support/sign-in'
import { nextCode, setUpTwoFactor, enterRecoveryCode } from '../support/two-factor'

const PASSWORD = 'several words in a row'
const NEW_PASSWORD = 'quite another set of words'
/** Chromium notes each refused request, also the ones that a page means to show, and a socket that was refused. */
const refused = /status of (401|409|422)|WebSocket connection to '[^']+\/ws' failed: HTTP Authentication failed/

async function register(page: Page) {
  const account = { email: `${randomUUID()}@example.org`, password: PASSWORD }
  await registerAs(page, { name: 'Robin Ash', ...account })
  await expect(page).toHaveURL('/account')
  return account
}

const finishSigningIn = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()

async function signOut(page: Page) {
  await page.goto('/account')
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL('/')
}

async function resetPassword(page: Page, email: string) {
  await page.goto('/forgot-password')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()

  await page.goto((await mailTo(email, 'Choose a new password')).link)
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect(page.getByRole('heading', { name: 'Your password is set' })).toBeVisible()
}

/** Asks for the account to be deleted, with the password and a recovery code. */
async function askForErasure(page: Page, password: string, recoveryCode: string) {
  await page.getByRole('button', { name: 'Delete my account' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Your password', { exact: true }).fill(password)
  await enterRecoveryCode(page, recoveryCode)
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
}

test.describe('an account', () => {
  test.use({ expectedMessages: refused })

  test('from its beginning over lost devices and passwords to its end', { tag: '@once' }, async ({ page, newPerson }) => {
    test.setTimeout(180_000)
    const { email } = await register(page)
    const { secret, codes } = await setUpTwoFactor(page, PASSWORD)
    await page.getByRole('button', { name: 'I have kept them' }).click()

    await signOut(page)
    await signIn(page, { email, password: PASSWORD })
    await page.getByLabel('Code from your authenticator app').fill(nextCode(secret))
    await finishSigningIn(page)
    await expect(page).toHaveURL('/account')

    const elsewhere = await newPerson()
    await signIn(elsewhere, { email, password: PASSWORD })
    await enterRecoveryCode(elsewhere, codes[0]!)
    await finishSigningIn(elsewhere)
    await expect(elsewhere).toHaveURL('/account')
    const opening = elsewhere.waitForEvent('websocket')
    await elsewhere.reload()
    await opening

    await page.goto('/account/security')
    await page.getByRole('button', { name: 'Sign out there' }).click()
    await expect(elsewhere).toHaveURL('/sign-in?to=/account', { timeout: 5_000 })

    await signOut(page)
    await resetPassword(page, email)
    await signIn(page, { email, password: NEW_PASSWORD }, '/account/privacy')
    await enterRecoveryCode(page, codes[1]!)
    await finishSigningIn(page)
    await expect(page).toHaveURL('/account/privacy')

    await page.getByRole('button', { name: 'Ask for a copy' }).click()
    expect((await mailTo(email, 'The copy of your data is ready')).link).toBe('/account/privacy')
    await expect(page.getByText('Your copy is ready')).toBeVisible()
    await expect(page.getByText('You can ask for the next one from')).toBeVisible()
    await expectAccessible(page)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download' }).click()
    const archive = unzipSync(readFileSync(await (await download).path()))
    expect(JSON.parse(strFromU8(archive['data.json']!))).toMatchObject({ users: [{ email, name: 'Robin Ash' }] })

    await askForErasure(page, PASSWORD, codes[2]!)
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('Your password', { exact: true })).toHaveAccessibleDescription('This is not your password.')
    await expectAccessible(page)
    await dialog.getByLabel('Your password', { exact: true }).fill(NEW_PASSWORD)
    await dialog.getByRole('button', { name: 'Delete my account' }).click()
    await expect(page.getByText('Until then everything works as before.')).toBeVisible()
    expect((await mailTo(email, 'Your account will be deleted')).link).toBe('/account/privacy')

    await page.goto('/account/orders')
    await expect(page.getByText('Your account will be deleted on')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Keep my account' }).click()
    await expect(page.getByText('Your account stays.')).toBeVisible()
    await expect(page.getByText('Your account will be deleted on')).toHaveCount(0)

    await page.goto('/account/privacy')
    await expect(page.getByText('Your account will be deleted on')).toHaveCount(0)
    await askForErasure(page, NEW_PASSWORD, codes[3]!)
    await expect(page.getByText('Until then everything works as before.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Delete my account' })).toHaveCount(0)
  })

  test('of the only owner of a shop with open orders stays, and the shop is named', { tag: '@once' }, async ({ page }) => {
    await openAs(page, demoAccount('seller'), '/account/privacy')
    await page.getByRole('button', { name: 'Delete my account' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Your password', { exact: true }).fill(demoAccount('seller').password)
    await dialog.getByRole('button', { name: 'Delete my account' }).click()

    await expect(dialog.getByRole('alert')).toContainText(/You alone own a shop with open orders: \w/)
    await expectAccessible(page)
    await page.reload()
    await expect(page.getByText('Your account will be deleted on')).toHaveCount(0)
  })
})

test('a consent is given and taken back, each with its day', { tag: '@once' }, async ({ page }) => {
  await register(page)
  await page.goto('/account/privacy')
  const newsletter = page.getByRole('switch', { name: 'Send me the newsletter' })
  await expect(newsletter).not.toBeChecked()
  await expect(page.getByText(/greed since/)).toHaveCount(0)

  await newsletter.click()
  await expect(page.getByText('Agreed since', { exact: false }).first()).toContainText(/^Agreed since/)
  await page.reload()
  await expect(newsletter).toBeChecked()
  await newsletter.click()
  await expect(page.getByText('Not agreed since')).toBeVisible()
  await expect(page.getByRole('switch', { name: 'Count my visits' })).not.toBeChecked()
})
