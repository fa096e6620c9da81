import { expect, expectAccessible, test } from '../support/browser'

test('the page about the API names a route and reads well', { tag: '@once' }, async ({ page }) => {
  await page.goto('/api/docs')

  await expect(page.getByText('/api/session').first()).toBeVisible()
  // The sections are made alike, and all of them take axe minutes.
  await expectAccessible(page, { within: ['nav', 'main > section:nth-of-type(-n+2)'] })
})
