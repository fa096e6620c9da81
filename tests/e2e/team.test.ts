import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { mailTo } from '../support/mailbox'
import { registerAs } from '../support/register'
import { openAs, signIn } from '../support/sign-in'

const SHOP = 'mare-stoneware'
const TEAM = `/seller/${SHOP}/team`
const PASSWORD = 'several words in a row'
const someAddress = () => `${randomUUID()}@example.org`

test.describe.configure({ timeout: 120_000 })

async function openTeam(page: Page) {
  await openAs(page, demoAccount('seller'), TEAM)
  await expect(page.getByRole('heading', { name: 'Team', level: 1 })).toBeVisible()
}

async function invite(page: Page, email: string, role: RegExp) {
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByRole('radio', { name: role }).check()
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
}

const rowOf = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words })

test.describe('an owner and the one they invite', () => {
  // A removed member's page asks once more for what is theirs no longer, and the link's second use is refused.
  test.use({ expectedMessages: /status of (403|404)|NUXT_E1005/ })

  test('share a shop, until the owner ends it', { tag: '@once' }, async ({ page, newPerson }) => {
    const email = someAddress()
    await openTeam(page)
    await expect(page.getByText('You are the only owner.')).toBeVisible()
    await expectAccessible(page)

    await invite(page, email, /^Staff/)
    await expect(rowOf(page, email)).toContainText('Staff')
    const { link } = await mailTo(email, 'Mare Stoneware asks you to join')

    const invited = await newPerson()
    await invited.goto(link)
    await expect(invited.getByRole('heading', { name: 'An invitation' })).toBeVisible()
    await expect(invited.getByText(email)).toHaveCount(0)
    await expectAccessible(invited)
    await registerAs(invited, { name: 'Robin Ash', email, password: PASSWORD }, link)
    await expect(invited).toHaveURL(link)
    await expect(invited.getByRole('heading', { name: 'Will you help run Mare Stoneware?' })).toBeVisible()
    await expectAccessible(invited)
    await invited.getByRole('button', { name: 'Accept' }).click()
    await expect(invited).toHaveURL(`/seller/${SHOP}`)

    await invited.goto(`/seller/${SHOP}/orders`)
    await expect(invited.getByRole('heading', { name: 'Orders', level: 1 })).toBeVisible()
    await invited.goto(TEAM)
    await expect(rowOf(invited, 'Robin Ash')).toContainText('Staff')
    await expect(invited.getByText(demoAccount('seller').email)).toHaveCount(0)
    await expect(invited.getByRole('button', { name: 'Invite somebody' })).toHaveCount(0)
    await expect(invited.getByRole('button', { name: /^Remove|^Change the role/ })).toHaveCount(0)

    await page.reload()
    await page.getByRole('button', { name: 'Change the role: Robin Ash' }).click()
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /^Manager/ })
      .check()
    await expectAccessible(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect(rowOf(page, 'Robin Ash')).toContainText('Manager')

    await page.getByRole('button', { name: 'Remove: Robin Ash' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(rowOf(page, 'Robin Ash')).toHaveCount(0)

    await invited.getByRole('link', { name: 'Orders' }).click()
    await expect(invited.getByText('You no longer act for Mare Stoneware', { exact: true })).toBeVisible()
    await expect(invited.getByText('You have no shop yet')).toBeVisible()
    expect((await invited.goto(TEAM))?.status()).toBe(404)

    await invited.goto(link)
    await expect(invited.getByRole('heading', { name: 'This invitation is no longer open' })).toBeVisible()
    await expectAccessible(invited)
  })

  test('with another account the link says so, and names no address', { tag: '@once' }, async ({ page, newPerson }) => {
    const email = someAddress()
    await openTeam(page)
    await invite(page, email, /^Manager/)
    const { link } = await mailTo(email, 'Mare Stoneware asks you to join')

    const other = await newPerson()
    await openAs(other, demoAccount('shopper'), link)
    await expect(other.getByRole('heading', { name: 'This is for another account' })).toBeVisible()
    await expect(other.getByText(email)).toHaveCount(0)
    await other.goto(`/de${link}`)
    await expect(other.getByRole('heading', { name: 'Das ist für ein anderes Konto' })).toBeVisible()
    await expectAccessible(other)

    await page.getByRole('button', { name: `Take back: ${email}` }).click()
    await expect(rowOf(page, email)).toHaveCount(0)
    await other.goto(link)
    await expect(other.getByRole('heading', { name: 'This invitation is no longer open' })).toBeVisible()
  })
})

test.describe('inviting', () => {
  test.use({ expectedMessages: /status of 409/ })

  test('says at the field what is wrong', async ({ page }) => {
    await openTeam(page)
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Invite somebody' }).click()
    await dialog.getByRole('button', { name: 'Send the invitation' }).click()
    await expect(dialog.getByLabel('Email')).toBeFocused()

    await dialog.getByLabel('Email').fill(demoAccount('seller').email)
    await dialog.getByRole('button', { name: 'Send the invitation' }).click()
    await expect(dialog.getByLabel('Email')).toHaveAccessibleDescription('This person acts for the shop already.')
    await expectAccessible(page)
  })

  test('is in German too', { tag: '@once' }, async ({ page }) => {
    await openAs(page, demoAccount('seller'), `/de${TEAM}`)
    await expect(page.getByText('Sie sind der einzige Inhaber.')).toBeVisible()
    await expectAccessible(page)
  })
})

test.describe('the team of another shop', () => {
  test.use({ expectedMessages: /status of 404|NUXT_E1005/ })

  test('is not found', { tag: '@once' }, async ({ page }) => {
    await signIn(page, demoAccount('seller'))
    await expect(page).toHaveURL(`/seller/${SHOP}`)
    expect((await page.goto('/seller/kade-coffee/team'))?.status()).toBe(404)
  })
})
