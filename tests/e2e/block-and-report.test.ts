import { randomUUID } from 'node:crypto'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { registerAs } from '../support/register'
import { openAs, openAsAdmin } from '../support/sign-in'

const SHOP = 'mare-stoneware'

test.use({ expectedMessages: /status of 403/ })
test.describe.configure({ timeout: 120_000 })

test('a shopper reports what a shop wrote and blocks it, and a moderator removes it', async ({ page, newPerson }, { project }) => {
  const isPhone = project.name === 'phone'
  const sign = randomUUID().slice(0, 8)
  const [question, rude] = [`Is it hand made? ${sign}`, `Do not ask silly things. ${sign}`]
  const account = { name: `Rae ${sign}`, email: `${sign}@example.org`, password: 'several words in a row' }
  await registerAs(page, account, `/shops/${SHOP}`)
  await page.getByRole('link', { name: 'Ask the shop' }).click()
  await page.getByLabel('Your message').fill(question)
  await page.keyboard.press('Enter')
  const said = (text: string) => page.getByRole('log').getByRole('listitem').filter({ hasText: text })
  await expect(said(question).locator('time')).toBeVisible()

  const seller = await newPerson()
  await openAs(seller, demoAccount('seller'), `/seller/${SHOP}/messages`)
  await seller.getByRole('link', { name: new RegExp(question.replace('?', '\\?')) }).click()
  await seller.getByLabel('Your message').fill(rude)
  await seller.getByLabel('Your message').press('Enter')

  // A phone has nothing to point with: a tap shows what can be done with a message.
  if (isPhone) await said(rude).getByText(rude).tap()
  await said(rude).getByRole('button', { name: 'Report' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What is wrong with it?').selectOption({ label: 'Insult or threat' })
  await dialog.getByLabel('Anything else').fill('I only asked.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Report' }).press('Enter')
  await expect(page.getByText('Thank you. A moderator will look at it.')).toBeVisible()

  await page.getByRole('button', { name: 'Block' }).press('Enter')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Block' }).press('Enter')
  await expect(page.getByText(/You have blocked .* Neither of you can write\./)).toBeVisible()
  await expect(page.getByLabel('Your message')).toHaveCount(0)
  await expectAccessible(page)
  await expect(seller.getByText(/does not take messages from you any more/)).toBeVisible()
  await expect(seller.getByLabel('Your message')).toHaveCount(0)

  const admin = await newPerson()
  await openAsAdmin(admin, '/admin/reports')
  const report = admin.getByRole('listitem').filter({ hasText: 'I only asked.' }).first()
  const because = async (step: string, reason: string) => {
    await report.getByRole('button', { name: step }).click()
    await admin.getByRole('dialog').getByRole('textbox').fill(reason)
    await admin.getByRole('dialog').getByRole('button', { name: step }).click()
  }
  await because('Read', 'To judge a report')
  await expect(report.getByText(question)).toBeVisible()
  await expect(report.getByText(rude)).toBeVisible()
  await expectAccessible(admin)
  await because('Remove the message', 'No insults here')
  await expect(admin.getByRole('listitem').filter({ hasText: rude })).toHaveCount(0)

  for (const who of [page, seller]) {
    await expect(who.getByRole('log').getByText('This message was deleted.')).toBeVisible()
    await expect(who.getByRole('log').getByText(rude)).toHaveCount(0)
  }
  await page.getByRole('button', { name: 'Unblock' }).press('Enter')
  await expect(page.getByLabel('Your message')).toBeVisible()
  await expect(seller.getByLabel('Your message')).toBeVisible()
})
