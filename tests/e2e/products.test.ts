import type { Page } from '@playwright/test'
import { demoAccount, expect, expectAccessible, expectAlive, test } from '../support/browser'
import { openAs, openAsAdmin } from '../support/sign-in'

const SHOP = 'mare-stoneware'

/** Chooses the one product that is listed, with the keyboard alone. */
async function chooseTheOne(page: Page): Promise<void> {
  await expect(page.getByRole('rowheader')).toHaveCount(1)
  await expectAlive(page)
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(page.getByText('1 chosen')).toBeVisible()
}

async function doToChosen(page: Page, kind: string): Promise<void> {
  await page.getByRole('toolbar').getByRole('button', { name: kind, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: kind, exact: true }).click()
  await expect(dialog.getByRole('status')).toHaveText('1 product changed.')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
}

test('43: a seller looks after many products at once, an admin lets them through', { tag: '@once' }, async ({ page, newPerson }) => {
  test.setTimeout(180_000)
  await openAs(page, demoAccount('seller'), `/seller/${SHOP}/products?sort=title`)
  await expect(page.getByRole('heading', { name: 'Products', level: 1 })).toBeVisible()
  const title = await test.step('the least known product is found by its title', async () => {
    const found = (await page.getByRole('rowheader').last().locator('.font-medium').last().innerText()).trim()
    await page.getByRole('searchbox').fill(found)
    await expect(page.getByRole('rowheader')).toHaveCount(1)
    await expectAccessible(page)
    return found
  })

  await test.step('it is found by its category, which stays in the address', async () => {
    const filter = page.getByRole('button', { name: /^Category:/ })
    await filter.click()
    await page.getByRole('option', { name: 'Food & drink', exact: true }).click()
    await expect(page.getByText('Nothing found')).toBeVisible()
    await expect(page).toHaveURL(/category=[0-9a-f-]{36}/)
    await page.reload()
    await expect(filter).toHaveText('Food & drink')
    await filter.click()
    await page.getByRole('option', { name: 'Kitchen & table', exact: true }).click()
    await expect(page.getByRole('rowheader')).toHaveCount(1)
  })

  await chooseTheOne(page)
  await page.getByRole('toolbar').getByRole('button', { name: 'Price' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('How').selectOption('Change by percent')
  await dialog.getByLabel('Percent').fill('ten')
  await dialog.getByRole('button', { name: 'Change prices' }).click()
  await expect(dialog.getByLabel('Percent')).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(page)
  await dialog.getByLabel('Percent').fill('10')
  await dialog.getByRole('button', { name: 'Change prices' }).click()
  await expect(dialog.getByRole('status')).toHaveText('1 product changed.')
  await dialog.getByRole('button', { name: 'Close' }).last().click()

  await chooseTheOne(page)
  await page.getByRole('toolbar').getByRole('button', { name: 'Category' }).click()
  await dialog.getByRole('button', { name: 'Change the category' }).click()
  await expect(dialog.getByLabel('Category')).toBeFocused()
  await dialog.getByLabel('Category').selectOption('Kitchen & table')
  await dialog.getByRole('button', { name: 'Change the category' }).click()
  await expect(dialog.getByRole('status')).toHaveText('1 product changed.')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('rowheader')).toContainText('Kitchen & table')

  await chooseTheOne(page)
  await doToChosen(page, 'Unpublish')
  await expect(page.getByRole('cell', { name: 'Draft' })).toBeVisible()
  await chooseTheOne(page)
  await doToChosen(page, 'Submit')
  await expect(page.getByRole('cell', { name: 'In review' })).toBeVisible()

  const admin = await newPerson()
  await openAsAdmin(admin, '/admin/products')
  const card = admin.getByRole('listitem').filter({ has: admin.getByRole('heading', { name: title, level: 2 }) })
  await card.getByRole('button', { name: 'Send back …' }).click()
  await card.getByRole('button', { name: 'Send back', exact: true }).click()
  await expect(card.getByLabel('What has to change')).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(admin)
  await card.getByLabel('What has to change').fill('The picture shows another thing.')
  await card.getByRole('button', { name: 'Send back', exact: true }).click()
  await expect(card).toHaveCount(0)

  await page.reload()
  await expect(page.getByText('The picture shows another thing.')).toBeVisible()
  await chooseTheOne(page)
  await doToChosen(page, 'Submit')
  await admin.reload()
  await card.getByRole('button', { name: 'Let it go live' }).click()
  await expect(card).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('cell', { name: 'Live' })).toBeVisible()

  await page.getByRole('button', { name: `Duplicate: ${title}` }).click()
  await expect(page.getByRole('heading', { name: `${title} (2)`, level: 1 })).toBeVisible()
  await expect(page.getByText('Only your team sees it.')).toBeVisible()
})

test('44: a seller takes a delivery in and sees what happened', { tag: '@once' }, async ({ page }) => {
  await openAs(page, demoAccount('seller'), `/seller/${SHOP}/inventory`)
  await expect(page.getByRole('heading', { name: 'Inventory', level: 1 })).toBeVisible()
  await expectAccessible(page)

  const row = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByText('On hand') })
    .first()
  await row.getByRole('button', { name: 'Change' }).click()
  await row.getByLabel('Pieces').fill('3')
  await row.getByLabel('Reason').fill('Delivery of today')
  await expectAccessible(page)
  await row.getByRole('button', { name: 'Save' }).click()
  await expect(row.getByLabel('Pieces')).toHaveCount(0)

  await row.getByRole('button', { name: /^History/ }).click()
  const history = page.getByRole('dialog')
  await expect(history.getByText('Delivery of today').first()).toBeVisible()
  await expectAccessible(page)
  await history.getByRole('button', { name: 'Close' }).click()

  await row.getByRole('button', { name: 'Change' }).click()
  await row.getByLabel('What to do').selectOption('Change how it is kept')
  await row.getByLabel('When it is sold out').selectOption('It cannot be bought')
  await row.getByLabel('Warn me at').fill('many')
  await row.getByRole('button', { name: 'Save' }).click()
  await expect(row.getByLabel('Warn me at')).toBeFocused()
  await expectAccessible(page)
  await row.getByLabel('When it is sold out').selectOption('It can still be ordered')
  await row.getByRole('button', { name: 'Save' }).click()
  await expect(row.getByText('Can be ordered when sold out')).toBeVisible()
})
