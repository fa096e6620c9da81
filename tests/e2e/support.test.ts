import { randomUUID } from 'node:crypto'
import { expect, expectAccessible, test } from '../support/browser'
import { registerAs } from '../support/register'
import { openAsAdmin } from '../support/sign-in'

test('somebody writes to the marketplace, and an admin answers while both look', { tag: '@once' }, async ({ page, newPerson }) => {
  const name = `Nora ${randomUUID().slice(0, 6)}`
  await page.goto('/')
  const write = page.getByRole('contentinfo').getByRole('link', { name: 'Write to us' })
  await expect(write).toHaveAttribute('href', '/messages?support=1')
  await registerAs(page, { name, email: `${randomUUID()}@example.org`, password: 'several words in a row' })
  await expect(page).toHaveURL('/account')
  await page.getByRole('navigation', { name: 'My account' }).getByRole('link', { name: 'Write to us' }).click()
  await expect(page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/)
  await expect(page.getByText('Write the first message. Souk will answer here.')).toBeVisible()

  const admin = await newPerson()
  await openAsAdmin(admin, '/admin/support')
  await expect(admin.getByRole('heading', { name: 'Support', level: 1 })).toBeVisible()
  const say = async (who: typeof page, text: string) => {
    await who.getByLabel('Your message').fill(text)
    await who.getByLabel('Your message').press('Enter')
  }
  const question = `Where is my parcel? ${name}`
  await say(page, question)
  await expect(admin.getByRole('link', { name: /^Support \d+$/ })).toBeVisible()
  await admin.getByRole('link', { name: new RegExp(question.replace('?', '\\?')) }).click()
  await expect(admin.getByRole('log').getByText(question)).toBeVisible()
  await expect(admin.getByRole('button', { name: 'Block' })).toHaveCount(0)
  await expect(admin.getByLabel('Looked after by')).toHaveCount(0)

  await say(admin, 'I am looking for it.')
  await expect(page.getByRole('log').getByText('I am looking for it.')).toBeVisible()
  await expect(page.getByRole('log').getByText(/ · Souk$/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Block' })).toHaveCount(0)
  for (const who of [page, admin]) await expectAccessible(who)

  await admin.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(admin.getByText('Closed. What the person writes opens it again.')).toBeVisible()
  await admin.getByRole('link', { name: 'Closed', exact: true }).click()
  await expect(admin.getByRole('link', { name: /Nora \w\..*I am looking for it/ })).toBeVisible()
  await expectAccessible(admin)
  await say(page, 'It has come, thank you.')
  await expect(admin.getByRole('log').getByText('It has come, thank you.')).toBeVisible()
  await expect(admin.getByText('Closed. What the person writes opens it again.')).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('log').getByText(/parcel\?|looking for it|thank you/)).toHaveText([
    question,
    'I am looking for it.',
    'It has come, thank you.',
  ])

  await admin
    .getByRole('region')
    .getByRole('link', { name: name.split(' ')[0] })
    .click()
  await expect(admin).toHaveURL(/\/admin\/users\/[0-9a-f-]{36}$/)
})
