import { expect, expectAccessible, test } from '../support/browser'

test('the page about the API names a route and reads well', { tag: '@once' }, async ({ page }) => {
  await page.goto('/api/docs')

  await expect(page.getByText('/api/session').first()).toBeVisible()
  await expectAccessible(page)
})
