import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { expect, expectAccessible, test } from '../support/browser'
import { openAsAdmin } from '../support/sign-in'

test('an admin adds, moves, describes, merges and deletes categories', { tag: '@once' }, async ({ page }) => {
  test.setTimeout(180_000)
  const tag = randomUUID().slice(0, 6)
  const [garden, pots] = [`Garden ${tag}`, `Pots ${tag}`]
  const status = page.getByRole('status')
  const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('button', { name: `Move ${name} up` }) })

  await openAsAdmin(page, '/admin/categories')
  for (const name of [garden, pots]) {
    await page.getByRole('button', { name: 'New category' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(name)
    await page.getByRole('dialog').getByRole('button', { name: 'Add category' }).click()
    await expect(row(name)).toBeVisible()
  }
  await expectAccessible(page)

  await page.getByRole('button', { name: `Move ${pots} into the category above` }).click()
  await expect(status.filter({ hasText: `${pots} is now number 1 of 1 in ${garden}.` })).toHaveCount(1)
  await row(garden)
    .getByRole('button', { name: new RegExp(`^${garden}`) })
    .focus()
  await page.getByRole('button', { name: `Move ${garden} up` }).press('Enter')
  await expect(page.getByRole('button', { name: `Move ${garden} up` })).toBeFocused()

  await row(pots)
    .getByRole('button', { name: new RegExp(`^${pots}`) })
    .click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('Name', { exact: true }).fill(`Planters ${tag}`)
  await panel.getByLabel('Address').fill(`planters-${tag}`)
  await panel.getByLabel('Text', { exact: true }).fill('For everything that grows.')
  const picture = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#486' } })
    .png()
    .toBuffer()
  await panel.locator('input[type=file]').setInputFiles({ name: 'pots.png', mimeType: 'image/png', buffer: picture })
  await expect(panel.getByRole('button', { name: 'Choose another one' })).toBeVisible()
  await panel.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(panel.getByRole('heading', { name: `Planters ${tag}` })).toBeVisible()

  await panel.getByRole('button', { name: 'Add a question' }).click()
  await expect(panel.getByLabel('Name', { exact: true }).last()).toBeFocused()
  await page.keyboard.type('Height')
  await panel.getByLabel('Must be filled in').check()
  await expectAccessible(page)
  await panel.getByRole('button', { name: 'Save questions' }).click()
  await expect(panel.getByRole('button', { name: 'Remove Height' })).toBeVisible()
  await expect(status.filter({ hasText: 'Saved.' }).first()).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)

  await page.goto(`/categories/garden-${tag}/pots-${tag}`)
  await expect(page).toHaveURL(`/categories/garden-${tag}/planters-${tag}`)
  await expect(page.getByText('For everything that grows.')).toBeVisible()

  await page.goto('/admin/categories')
  await row(`Planters ${tag}`)
    .getByRole('button', { name: new RegExp(`^Planters ${tag}`) })
    .click()
  await panel.getByRole('button', { name: 'Merge into another' }).click()
  const dialog = page.getByRole('dialog').filter({ hasText: `Merge Planters ${tag}` })
  await dialog.getByRole('combobox').click()
  await page.getByRole('option', { name: garden, exact: true }).click()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Merge into another' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(row(`Planters ${tag}`)).toHaveCount(0)
  await page.goto(`/categories/garden-${tag}/pots-${tag}`)
  await expect(page).toHaveURL(`/categories/garden-${tag}`)

  await page.goto('/admin/categories')
  await row(garden)
    .getByRole('button', { name: new RegExp(`^${garden}`) })
    .click()
  await panel.getByRole('button', { name: 'Delete', exact: true }).click()
  await page
    .getByRole('dialog')
    .filter({ hasText: `Delete ${garden}` })
    .getByRole('button', { name: 'Delete', exact: true })
    .click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(row(garden)).toHaveCount(0)
})
