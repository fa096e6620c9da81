import { buyAt } from '../support/buy-at'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { signIn } from '../support/sign-in'

const SHOP = 'mare-stoneware'

test.describe('a seller', () => {
  let number: string

  test.beforeEach(async ({ page, newPerson }) => {
    number = `${await buyAt(await newPerson(), SHOP)}-1`
    await signIn(page, demoAccount('seller'))
    await expect(page).toHaveURL(`/seller/${SHOP}`)
  })

  test('42: sees what waits, and the way to it', async ({ page }) => {
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'The last 7 days' })).toBeVisible()
    await expectAccessible(page)

    await page.getByRole('link', { name: 'See all' }).click()
    await expect(page).toHaveURL(`/seller/${SHOP}/orders?view=to_ship`)
    await page.getByRole('searchbox').fill(number)
    await expect(page.getByRole('rowheader')).toHaveText([number])
    await expectAccessible(page)
  })

  test('ships part of an order, then the rest, and notes that it arrived', async ({ page }) => {
    await page.goto(`/seller/${SHOP}/orders/${number}`)
    await expect(page.getByRole('heading', { name: 'Ship to' })).toBeVisible()
    await expectAccessible(page)

    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Mark as shipped' }).click()
    await dialog.getByRole('button', { name: 'Decrement' }).click()
    await dialog.getByLabel('Carrier').fill('DHL')
    await dialog.getByLabel('Tracking number').fill('00340434161094015902')
    await dialog.getByLabel('Tracking link').fill('nonsense')
    await dialog.getByRole('button', { name: 'Mark as shipped' }).click()
    await expect(dialog.getByText('Please enter a whole address that begins with https://')).toBeVisible()
    await expectAccessible(page)

    await dialog.getByLabel('Tracking link').fill('https://example.org/track')
    await dialog.getByRole('button', { name: 'Mark as shipped' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('link', { name: '00340434161094015902' })).toHaveAttribute('href', 'https://example.org/track')
    await expect(page.getByText('1 of 2 shipped')).toBeVisible()

    await page.getByRole('button', { name: 'Mark as shipped' }).click()
    await dialog.getByRole('button', { name: 'Mark as shipped' }).click()
    await expect(page.getByText('2 of 2 shipped')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Mark as shipped' })).toHaveCount(0)

    await page.getByRole('button', { name: 'Mark as delivered' }).first().click()
    await expect(page.getByRole('button', { name: 'Mark as delivered' })).toHaveCount(1)
  })

  test('45: takes orders together, and is told of what happens', { tag: '@once' }, async ({ page }) => {
    test.setTimeout(120_000)
    await page.goto(`/seller/${SHOP}/orders?view=to_ship&q=${number}`)
    await page.getByRole('checkbox', { name: `Choose ${number}` }).press('Space')
    const bar = page.getByRole('toolbar')
    await expect(bar.getByText('1 chosen')).toBeVisible()
    await expectAccessible(page)
    const slips = await page.request.get((await bar.getByRole('link', { name: 'Packing slips' }).getAttribute('href'))!)
    expect((await slips.body()).subarray(0, 5).toString()).toBe('%PDF-')
    const list = await page.request.get((await bar.getByRole('link', { name: 'Export CSV' }).getAttribute('href'))!)
    expect(await list.text()).toContain(number)

    await bar.getByRole('button', { name: 'Mark as shipped' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Carrier').fill('DHL')
    await dialog.getByLabel(`Tracking number for ${number}`).fill('00340434161094015902')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Mark 1 order as shipped' }).click()
    await expect(dialog.getByText('1 order is marked as shipped.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).last().click()

    await page.goto(`/seller/${SHOP}/orders/${number}`)
    await expect(page.getByRole('link', { name: '00340434161094015902' })).toHaveAttribute('href', /dhl/)
    await page.getByRole('button', { name: /^Lost/ }).click()
    await expect(page.getByText('The buyer knows that this parcel is lost.', { exact: false })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Send again' }).click()
    await expect(page.getByRole('button', { name: 'Mark as shipped' })).toBeVisible()

    await page.getByRole('link', { name: /^News/ }).filter({ visible: true }).first().click()
    await expect(page.getByText(`New order for Mare Stoneware: ${number}`, { exact: false })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await expect(page.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0)
  })

  test.describe('at the door of another shop', () => {
    test.use({ expectedMessages: /status of 404|NUXT_E1005/ })

    test('finds nothing', { tag: '@once' }, async ({ page }) => {
      const answer = await page.goto('/seller/kade-coffee')
      expect(answer?.status()).toBe(404)
    })
  })
})
