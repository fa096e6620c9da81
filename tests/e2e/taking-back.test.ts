import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { mailTo } from '../support/mailbox'
import { orderAsGuest } from '../support/order-as-guest'
import { signIn, signInAsAdmin } from '../support/sign-in'

test('36: a buyer takes one order back, and the shop of the other sends back what it cannot send', async ({ page, newPerson }) => {
  test.setTimeout(120_000)
  const { number, path } = await orderAsGuest(page, ['mare-stoneware', 'kade-coffee'])
  await page.goto(path)
  const [stoneware, coffee] = ['Mare Stoneware', 'Kade Coffee'].map((name) => page.getByRole('region', { name }))

  await coffee!.getByRole('button', { name: 'Cancel this order' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why?').selectOption('I ordered it by mistake')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Cancel the order' }).click()
  await expect(coffee!.getByText('Cancelled', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('Money back')).toBeVisible()
  await expect(coffee!.getByRole('button', { name: 'Cancel this order' })).toHaveCount(0)
  const { text } = await mailTo('grace@mail.example', `Your order ${number}-`)
  expect(text).toContain('It was ordered by mistake.')

  const seller = await newPerson()
  await signIn(seller, demoAccount('seller'), `/seller/mare-stoneware/orders/${number}-1`)
  await seller.getByRole('button', { name: 'Cancel items' }).click()
  await seller.getByRole('spinbutton').fill('1')
  await seller.getByLabel('Why?').selectOption('Not in stock any more')
  await expectAccessible(seller)
  await seller.getByRole('button', { name: 'Cancel these items' }).click()
  await expect(seller.getByText('1 of 2 cancelled')).toBeVisible()

  await seller.getByRole('button', { name: 'Send money back' }).click()
  await seller.getByLabel(/Amount on top/).fill('1.50')
  await seller.getByRole('dialog').getByRole('button', { name: 'Send money back' }).click()
  await expect(seller.getByText('Please fill this in.')).toBeVisible()
  await seller.getByLabel('Why?').selectOption('Goodwill')
  await seller.getByLabel(/A word to the buyer/).fill('Sorry for that.')
  await expectAccessible(seller)
  await seller.getByRole('dialog').getByRole('button', { name: 'Send money back' }).click()
  await expect(seller.getByText(/Goodwill · (on its way|sent back)/)).toBeVisible()

  // The buyer's page has been open all the while and hears of it by itself.
  await expect(stoneware!.getByText('1 cancelled')).toBeVisible({ timeout: 15_000 })
  expect((await mailTo('grace@mail.example', `Money back for your order ${number}-1`)).text).toContain('Sorry for that.')
})

test.describe('an admin', () => {
  // A code works once, so that of an earlier sign-in is refused.
  test.use({ expectedMessages: /status of 401/ })

  test('sends money back, and says why', { tag: '@once' }, async ({ page, newPerson }) => {
    test.setTimeout(120_000)
    const { number } = await orderAsGuest(page, ['mare-stoneware'])
    const admin = await newPerson()
    await signInAsAdmin(admin, '/admin/orders')
    await admin.getByRole('link', { name: number }).click()
    await expect(admin.getByRole('heading', { level: 1, name: number })).toBeVisible()
    await expectAccessible(admin)

    await admin.getByRole('button', { name: 'Send money back' }).click()
    await admin.getByLabel(/Amount on top/).fill('2')
    await admin.getByLabel('Why?').selectOption('Goodwill')
    await admin.getByRole('dialog').getByRole('button', { name: 'Send money back' }).click()
    await expect(admin.getByText('Please fill this in.')).toBeVisible()
    await admin.getByLabel(/A word to the buyer/).fill('Settled by phone')
    await admin.getByRole('dialog').getByRole('button', { name: 'Send money back' }).click()
    await expect(admin.getByText('Partly refunded')).toBeVisible()
  })
})
