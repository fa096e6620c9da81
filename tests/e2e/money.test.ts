import { readFile } from 'node:fs/promises'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { openAs, openAsAdmin } from '../support/sign-in'

test('a seller follows what came in to the order it is of, and takes a month along', async ({ page }) => {
  await openAs(page, demoAccount('seller'), '/seller/mare-stoneware/money')
  await expect(page.getByText(/next payouts? (is|are) on/)).toBeVisible()
  await expect(page.getByRole('table', { name: 'Payouts' }).getByText('paid', { exact: true }).first()).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('table', { name: 'Months' }).getByRole('link').nth(1).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Statement of/ })).toBeVisible()
  await expect(page.getByText('Balance after')).toBeVisible()
  await expectAccessible(page)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()])
  const rows = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(rows[0]).toBe('date,kind,number,gross,commission,amount,currency')
  expect(rows.at(-1)).toMatch(/^,closing,,,,-?\d+\.\d\d,EUR$/)

  const order = page.getByRole('table', { name: 'Everything in order' }).getByRole('link').first()
  const number = (await order.textContent())!.trim()
  await order.click()
  await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible()
})

test('an admin pays shops by a list for the bank, and one of them again', { tag: '@once' }, async ({ page }) => {
  test.setTimeout(120_000)
  await openAsAdmin(page, '/admin/payouts')
  await page.getByLabel('Choose all bank transfers').check()
  await expectAccessible(page)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the list for the bank' }).click(),
  ])
  const rows = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(rows[0]).toBe('reference,recipient,iban,amount,currency,shop')
  expect(rows[1]).toMatch(/^P-\w{4}-\w{4},.+,DE89370400440532013000,\d+\.\d\d,EUR,.+$/)

  await page.getByRole('button', { name: 'Handed to the bank' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing to pay' })).toBeVisible()
  await page.getByRole('link', { name: `On their way (${rows.length - 1})` }).click()
  const number = rows[1]!.slice(0, 11)
  await page.getByRole('button', { name: `Did not arrive: ${number}` }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('The account is closed')
  await page.getByRole('dialog').getByRole('button', { name: 'It did not arrive' }).click()
  await expect(page.getByText(number)).toHaveCount(0)
  await page.getByLabel('Choose all bank transfers').check()
  await page.getByRole('button', { name: 'Has arrived' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing is on its way' })).toBeVisible()

  await page.getByRole('link', { name: 'Failed (1)' }).click()
  await page.getByRole('button', { name: `Pay again: ${number}` }).click()
  await expect(page.getByText('Part of another payout')).toBeVisible()
  await page.getByRole('link', { name: 'To pay (1)' }).click()
  await expect(page.getByRole('checkbox', { name: /^Choose P-/ })).toBeVisible()
})

test('an admin compares the books with the payment provider, and follows a payment to its order', { tag: '@once' }, async ({ page }) => {
  await openAsAdmin(page, '/admin/reconciliation')
  await page.getByRole('button', { name: 'Read now' }).click()
  await expect(page.getByText(/^Last read/)).toBeVisible()
  const payments = page.getByRole('table', { name: 'What began in this month, by kind' }).getByRole('row', { name: /^Payments/ })
  await expect(payments.getByRole('cell').last()).toContainText('€0.00')
  await expectAccessible(page)

  const payment = page
    .getByRole('table', { name: 'One by one' })
    .getByRole('row', { name: /^Payment S-/ })
    .first()
  await payment.getByText('Details').click()
  await expect(payment.getByText('With the payment provider').first()).toBeVisible()
  const order = payment.getByRole('link')
  const number = (await order.textContent())!.trim()
  await order.click()
  await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible()
})
