import type { Page } from '@playwright/test'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { openAs } from '../support/sign-in'

const PRODUCTS = '/seller/mare-stoneware/products'

test.describe.configure({ timeout: 120_000 })

async function addOption(page: Page, place: number, name: string, values: string[]) {
  await page.getByRole('button', { name: 'Add an option' }).click()
  await page.getByLabel('Name of the option').nth(place).fill(name)
  const field = page.getByLabel('Values').nth(place)
  for (const value of values) {
    await field.fill(value)
    await field.press('Enter')
  }
}
const cell = (page: Page, column: string, row: string) => page.getByRole('textbox', { name: `${column}: ${row}`, exact: true })
const isSaved = (page: Page) => expect(page.getByText('All changes are saved.')).toBeVisible({ timeout: 15_000 })
/** Before it has noticed a change, the page still says that everything is saved. */
async function savesItself(page: Page, change: () => Promise<void>) {
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok())
  await change()
  await saved
  await isSaved(page)
}

test.describe('a product', () => {
  // The second tab is told that its version is old.
  test.use({ expectedMessages: /status of 409/ })

  test('49: is written, saved by itself, and not lost between two tabs', async ({ page }, { project }) => {
    // Its SKUs are made of its title, and are taken when the next project comes.
    const title = `Ripple bowl for a ${project.name}`
    await openAs(page, demoAccount('seller'), `${PRODUCTS}/new`)
    await expect(page.getByRole('heading', { name: 'New product', level: 1 })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Description', exact: true })).toBeVisible()
    await expectAccessible(page)

    await page.getByRole('button', { name: 'Save as a draft' }).click()
    await expect(page.getByLabel('Title', { exact: true })).toBeFocused()
    await page.getByLabel('Title', { exact: true }).fill(title)
    await page.getByRole('textbox', { name: 'Description', exact: true }).fill('Thrown by hand.')
    await addOption(page, 0, 'Colour', ['Sand', 'Sea', 'Sky'])
    await addOption(page, 1, 'Size', ['S', 'M', 'L'])
    await expect(page.getByText('9 variants')).toBeVisible()
    await cell(page, 'Price', 'For all variants').fill('24.90')
    await cell(page, 'Price', 'For all variants').press('Enter')
    await cell(page, 'In stock', 'Sand / S').fill('4')
    await cell(page, 'In stock', 'Sand / S').press('Enter')
    await expect(cell(page, 'In stock', 'Sand / M')).toBeFocused()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Save as a draft' }).click()
    await expect(page).toHaveURL(/\/products\/[0-9a-f-]{36}$/)
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()

    await savesItself(page, () => cell(page, 'Price', 'Sky / L').fill('29,90'))
    await page.reload()
    await expect(cell(page, 'Price', 'Sky / L')).toHaveValue('29.90')
    await expect(cell(page, 'Price', 'Sand / S')).toHaveValue('24.90')
    await expect(cell(page, 'In stock', 'Sand / S')).toHaveValue('4')
    await expect(page.getByRole('textbox', { name: 'Description', exact: true })).toHaveText('Thrown by hand.')

    const other = await page.context().newPage()
    await other.goto(page.url())
    await savesItself(other, () => other.getByLabel('Title', { exact: true }).fill(`${title}, the other tab`))
    await page.getByLabel('Title', { exact: true }).fill(`${title}, mine`)
    await expect(page.getByText('Somebody else has saved this product meanwhile.')).toBeVisible({ timeout: 15_000 })
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Save mine over it' }).click()
    await isSaved(page)
    await other.reload()
    await expect(other.getByLabel('Title', { exact: true })).toHaveValue(`${title}, mine`)

    await other.goto(`${page.url()}/preview`)
    await expect(other.getByText('This is a preview.')).toBeVisible()
    await expect(other.getByRole('heading', { name: `${title}, mine`, level: 1 })).toBeVisible()
    await expectAccessible(other)
  })
})
