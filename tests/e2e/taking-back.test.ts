import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { mailTo } from '../support/mailbox'
import { orderAsGuest } from '../support/order-as-guest'
import { openAs, openAsAdmin } from '../support/sign-in'

/** A picture of a crack, as far as anybody can tell. */
const photo = () =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: '#b65' } })
    .jpeg()
    .toBuffer()

/** Lets somebody in who has a shop of the demo, and sends what was bought there. */
async function shipAsOwner(page: Page, { email, shop, number }: { email: string; shop: string; number: string }): Promise<void> {
  const password = 'a keeper of a small shop'
  const began = new Date()
  await page.goto('/forgot-password')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await page.goto((await mailTo(email, 'Choose a new password', began)).link)
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect(page.getByRole('heading', { name: 'Your password is set' })).toBeVisible()
  await openAs(page, { email, password }, `/seller/${shop}/orders/${number}`)
  await ship(page)
}

async function ship(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Mark as shipped' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as shipped' }).click()
  await expect(page.getByRole('button', { name: 'Mark as delivered' })).toBeVisible()
}

test('36: bought of two shops with a coupon, sent, and one thing given back with a photo, to the cent in the books', async ({
  page,
  newPerson,
}, { project }) => {
  test.setTimeout(180_000)
  const email = `grace-${project.name.toLowerCase()}-${Date.now()}@mail.example`
  const { number, path } = await orderAsGuest(page, ['mare-stoneware', 'kade-coffee'], { email, coupon: 'WELCOME10' })
  const seller = await newPerson()
  await openAs(seller, demoAccount('seller'), `/seller/mare-stoneware/orders/${number}-1`)
  await ship(seller)
  await shipAsOwner(await newPerson(), { email: 'joost@kade-coffee.example', shop: 'kade-coffee', number: `${number}-2` })

  await page.goto(path)
  const [stoneware, coffee] = ['Mare Stoneware', 'Kade Coffee'].map((name) => page.getByRole('region', { name }))
  await expect(coffee!.getByText(/You can send things back until/)).toBeVisible()
  await stoneware!.getByRole('button', { name: 'Send something back' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Ask to send it back' }).click()
  await expect(dialog.getByText('Please choose at least one thing.')).toBeVisible()
  await dialog.getByRole('checkbox').check()
  await dialog.getByLabel('Why?').selectOption('It arrived damaged')
  await dialog.getByLabel(/What is wrong with it/).fill('It has a crack.')
  await dialog.getByLabel('Add a photo').setInputFiles({ name: 'crack.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await expect(dialog.getByRole('img', { name: 'Photo 1' })).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Ask to send it back' }).click()
  await expect(stoneware!.getByText('Mare Stoneware looks at your request')).toBeVisible()

  await seller.goto('/seller/mare-stoneware/returns')
  await seller.getByRole('link', { name: `${number}-1-R1` }).click()
  const back = seller.getByRole('article', { name: `${number}-1-R1` })
  await expect(back.getByText('It has a crack.')).toBeVisible()
  const shown = back.getByRole('img', { name: 'Photo 1' })
  await expect.poll(() => shown.evaluate((picture) => (picture as unknown as { naturalWidth: number }).naturalWidth)).toBe(400)
  await back.getByRole('button', { name: 'Answer' }).click()
  const answer = seller.getByRole('dialog')
  await expect(answer.getByRole('heading')).toBeVisible()
  await expectAccessible(seller)
  await answer.getByLabel('Full name').fill('Mare Stoneware')
  await answer.getByLabel('Street and number').fill('Kiln Lane 3')
  await answer.getByLabel('Postal code').fill('10115')
  await answer.getByLabel('City').fill('Berlin')
  await answer.getByRole('button', { name: 'Take it back' }).click()
  await expect(back.getByText('The buyer may send it')).toBeVisible()

  // The buyer's page has been open all the while and hears of it by itself.
  await expect(stoneware!.getByText('Kiln Lane 3')).toBeVisible({ timeout: 15_000 })
  await stoneware!.getByRole('button', { name: 'I have sent it' }).click()
  await page
    .getByRole('dialog')
    .getByLabel(/Tracking number/)
    .fill('00340434161094015902')
  await page.getByRole('dialog').getByRole('button', { name: 'It is on its way' }).click()
  await expect(stoneware!.getByText('On its way to Mare Stoneware')).toBeVisible()
  await expectAccessible(page)

  await seller.reload()
  await back.getByRole('button', { name: 'It has arrived' }).click()
  await back.getByRole('button', { name: 'Refund' }).click()
  await expect(seller.getByRole('dialog').getByRole('heading')).toBeVisible()
  await expectAccessible(seller)
  await seller.getByRole('dialog').getByRole('button', { name: 'Refund' }).click()
  await expect(back.getByText('Taken back and refunded')).toBeVisible()
  const paidBack = minorOf(await back.getByText(/^€[\d.,]+$/).textContent())
  await expect(stoneware!.getByText('Done: your money is on its way')).toBeVisible({ timeout: 15_000 })
  expect((await mailTo(email, `Money back for your order ${number}-1`)).text).toContain('is on its way back to you')

  await seller.goto(`/seller/mare-stoneware/money/${new Date().toISOString().slice(0, 7)}`)
  const [sale, refund] = await Promise.all(
    [/^Sale/, /^(Sent back|Refund)/].map(async (kind) => {
      const row = seller
        .getByRole('row')
        .filter({ hasText: `${number}-1` })
        .filter({ has: seller.getByText(kind) })
      return (await row.first().getByRole('cell').allTextContents()).map(minorOf)
    }),
  )
  const [gross, commission, amount] = refund!
  // The marketplace gave a tenth of the price, and takes it back: the shop gives one of two pieces for its full price.
  expect(paidBack).toBe(Math.round(-gross! * 0.9))
  expect([commission, amount]).toEqual([Math.round(-gross! / 10), gross! + commission!])
  expect(sale![2]).toBe(sale![0]! + sale![1]!)
})

/** An amount as a page writes it, in cents; a true minus stands for less than nothing. */
const minorOf = (text: string | null): number => {
  const digits = Number((text ?? '').replace(/[^\d]/g, ''))
  return /[-−]/.test(text ?? '') ? -digits : digits
}

test(
  '36: a buyer takes one order back, and the shop of the other sends back what it cannot send',
  { tag: '@once' },
  async ({ page, newPerson }) => {
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
    await openAs(seller, demoAccount('seller'), `/seller/mare-stoneware/orders/${number}-1`)
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

    // Each step left its paper, made by the build as it is deployed.
    await expect(stoneware!.getByRole('link', { name: /^Credit note .*CN-/ })).toHaveCount(2, { timeout: 15_000 })
    const invoice = await stoneware!.getByRole('link', { name: /^Invoice .*INV-/ }).getAttribute('href')
    const paper = await page.request.get(invoice!)
    expect(paper.headers()).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'private, no-store' })
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-')
    expect((await page.request.get(invoice!.split('?')[0]!)).status()).toBe(404)
    await expect(seller.getByRole('link', { name: 'Packing slip' }).first()).toBeVisible()
  },
)

test('an admin sends money back, and says why', { tag: '@once' }, async ({ page, newPerson }) => {
  test.setTimeout(120_000)
  const { number } = await orderAsGuest(page, ['mare-stoneware'])
  const admin = await newPerson()
  await openAsAdmin(admin, '/admin/orders')
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
