import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/browser'
import { openAsAdmin } from '../support/sign-in'

// The second tab is told that its list is old, which the browser notes.
test.use({ expectedMessages: /status of 409/ })

const banned = (page: Page) => page.getByRole('region', { name: 'Banned words' })
const wordsOn = (page: Page) => banned(page).getByLabel('Words and phrases')
const saveWords = (page: Page) => banned(page).getByRole('button', { name: 'Save', exact: true }).click()

test('an admin bans a word, and sees who changed what', async ({ page, context }) => {
  test.setTimeout(120_000)
  await openAsAdmin(page, '/admin/settings')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  const words = wordsOn(page)
  const before = await words.inputValue()
  const other = await context.newPage()
  await other.goto('/admin/settings')
  await expect(wordsOn(other)).toHaveValue(before)

  await words.fill(`${before}\nElephant  Tusk\n`)
  await saveWords(page)
  await expect(page.getByText('Added: elephant tusk').first()).toBeVisible()
  await expect(words).toHaveValue(/elephant tusk/)
  await expectAccessible(page)

  await wordsOn(other).fill('mine alone')
  await saveWords(other)
  await other.getByRole('button', { name: 'Load the latest' }).click()
  await expect(wordsOn(other)).toHaveValue(/elephant tusk/)

  const review = page.getByRole('switch', { name: 'Products are reviewed' })
  await review.click()
  await expect(page.getByText('Products are reviewed: off').first()).toBeVisible()
  await review.click()
  await expect(page.getByText('Products are reviewed: on').first()).toBeVisible()
  await words.fill(before)
  await saveWords(page)
  await expect(page.getByText('Taken away: elephant tusk').first()).toBeVisible()
})
