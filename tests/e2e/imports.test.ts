import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { openAs } from '../support/sign-in'

const FILE = [
  'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty',
  'rope-basket,Rope Basket,Size,Small,ROPE-S,24.00,3',
  'rope-basket,,,Large,ROPE-L,36.00,2',
  'nameless-price,Priceless,,,PRICELESS,,1',
].join('\n')

test('43: a seller brings products from a file, and takes them back', { tag: '@once' }, async ({ page }) => {
  test.setTimeout(120_000)
  await openAs(page, demoAccount('seller'), '/seller/mare-stoneware/imports')
  await expect(page.getByRole('heading', { name: 'Import and export', level: 1 })).toBeVisible()
  await expectAccessible(page)

  await page.locator('input[type=file]').setInputFiles({ name: 'baskets.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
  await expect(page.getByRole('heading', { name: 'baskets.csv', level: 1 })).toBeVisible()
  await expect(page.getByText('1 new products with 2 new variants, 0 changed, 0 unchanged, 1 refused')).toBeVisible()
  await expect(page.getByText('The price is missing.')).toBeVisible()
  await page.getByText('Columns of the file (Shopify)').click()
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Title')
  await expectAccessible(page)
  await page.screenshot({ path: test.info().outputPath('checked.png'), fullPage: true })

  await page.getByRole('button', { name: 'Import 1 product' }).click()
  await expect(page.getByText('Imported', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo this import' }).click()
  await expect(page.getByText('Everything was taken back.')).toBeVisible()
  await expectAccessible(page)
})
