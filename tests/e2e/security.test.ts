import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { demoAccount, expect, expectAccessible, newestSocket, test } from '../support/browser'
import { mailTo } from '../support/mailbox'
import { registerAs } from '../support/register'
import { signIn } from '../support/sign-in'
import { nextCode, setUpTwoFactor } from '../support/two-factor'

const PASSWORD = 'several words in a row'
/** Chromium notes each refused request, also the ones that a page means to show. */
const refused = (status: number) => new RegExp(`status of ${status}`)
/** Also what it notes when a socket asks in with a session that has just ended. */
const signedOut = new RegExp(`${refused(401).source}|WebSocket connection to '[^']+/ws' failed: HTTP Authentication failed`)

interface Account {
  email: string
  password: string
}

async function register(page: Page): Promise<Account> {
  const account = { email: `${randomUUID()}@example.org`, password: PASSWORD }
  await registerAs(page, { name: 'Robin Ash', ...account })
  await expect(page).toHaveURL('/account')
  return account
}

test.describe('two-factor sign-in', () => {
  test.use({ expectedMessages: signedOut })
  test.setTimeout(120_000)

  test('from setting it up to signing a lost device out', { tag: '@once' }, async ({ page, newPerson }) => {
    const account = await register(page)
    const { secret, codes } = await setUpTwoFactor(page, PASSWORD)

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    expect(readFileSync(await (await download).path(), 'utf8')).toContain(codes.join('\n'))
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await expect(page.getByText('10 recovery codes are left.')).toBeVisible()

    await page.goto('/account')
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await expect(page).toHaveURL('/')

    await signIn(page, account)
    await page.getByLabel('Code from your authenticator app').fill(nextCode(secret))
    await expectAccessible(page)
    await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL('/account')

    const elsewhere = await newPerson()
    await signIn(elsewhere, account)
    await elsewhere.getByRole('button', { name: 'Use a recovery code' }).click()
    await elsewhere.getByLabel('Recovery code').fill(codes[0]!.toUpperCase())
    await elsewhere.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(elsewhere).toHaveURL('/account')

    expect((await mailTo(account.email, 'A recovery code was used')).text).toContain('Codes left: 9.')
    await page.goto('/account/security')
    await expect(page.getByText('9 recovery codes are left.')).toBeVisible()
    const socket = newestSocket(elsewhere)
    await elsewhere.reload()
    await expect.poll(socket).toBeDefined()
    await expect(page.getByText('This browser')).toHaveCount(1)
    await page.getByRole('button', { name: 'Sign out there' }).click()
    await expect(elsewhere).toHaveURL('/sign-in?to=/account', { timeout: 5_000 })
    await expect.poll(() => socket()!.isClosed()).toBe(true)
    await expect(page.getByRole('button', { name: 'Sign out there' })).toHaveCount(0)

    await signIn(elsewhere, account)
    await elsewhere.getByRole('button', { name: 'Use a recovery code' }).click()
    await elsewhere.getByLabel('Recovery code').fill(codes[0]!)
    await elsewhere.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(elsewhere.getByLabel('Recovery code')).toHaveAccessibleDescription('This is not one of your unused recovery codes.')
  })

  test('is turned off by both factors', { tag: '@once' }, async ({ page }) => {
    await register(page)
    const { codes } = await setUpTwoFactor(page, PASSWORD)
    await page.getByRole('button', { name: 'I have kept them' }).click()

    await page.getByRole('button', { name: 'Turn two-factor sign-in off' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Your password', { exact: true }).fill(PASSWORD)
    await dialog.getByRole('button', { name: 'Use a recovery code' }).click()
    await dialog.getByLabel('Recovery code').fill(codes[9]!)
    await dialog.getByRole('button', { name: 'Turn two-factor sign-in off' }).click()

    await expect(page.getByRole('button', { name: 'Set up two-factor sign-in' })).toBeVisible()
  })
})

test.describe('passkeys', () => {
  test.use({ expectedMessages: signedOut })

  /** A phone that is always unlocked by its owner, who also agrees at once to what the browser offers by itself. */
  async function withAuthenticator(page: Page) {
    const browser = await page.context().newCDPSession(page)
    await browser.send('WebAuthn.enable')
    await browser.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
  }

  /** A browser that does not offer passkeys where it fills in addresses: it waits for the button. */
  const withoutAutofill = (page: Page) =>
    page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)')

  async function signOut(page: Page) {
    await page.goto('/account')
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await expect(page).toHaveURL('/')
  }

  async function addPasskey(page: Page, name: string) {
    await page.goto('/account/security')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Your password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect(page.getByText(name, { exact: true })).toBeVisible()
  }

  test('open the account without password and code, until they are removed', { tag: '@once' }, async ({ page }) => {
    await withAuthenticator(page)
    await withoutAutofill(page)
    await register(page)
    await addPasskey(page, 'My phone')
    await expectAccessible(page)

    await page.getByRole('button', { name: 'Rename: My phone' }).click()
    await page.getByLabel('Name', { exact: true }).fill('The blue phone')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('The blue phone', { exact: true })).toBeVisible()

    await signOut(page)
    await page.goto('/sign-in?to=/account/security')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(page).toHaveURL('/account/security')

    await page.getByRole('button', { name: 'Remove: The blue phone' }).click()
    await page.getByLabel('Your password', { exact: true }).fill(PASSWORD)
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByText('The blue phone', { exact: true })).toHaveCount(0)
  })

  test('are offered where the browser fills in addresses', { tag: '@once' }, async ({ page }) => {
    await withAuthenticator(page)
    await register(page)
    await addPasskey(page, 'My phone')

    await signOut(page)
    await page.goto('/sign-in?to=/account/security')
    await expect(page).toHaveURL('/account/security')
  })
})

test('the security of an account reads well', async ({ page }) => {
  await signIn(page, demoAccount('shopper'))
  await expect(page).toHaveURL('/account')
  for (const path of ['/account/security', '/de/account/security']) {
    await page.goto(path)
    await expectAccessible(page)
  }
})
