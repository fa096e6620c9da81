import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { openAs } from '../support/sign-in'

// Whoever is sent out asks for what is not theirs any more.
test.use({ expectedMessages: /404/ })

test(
  'somebody makes a room, invites by a link, both write, and who is sent out sees that they are out',
  { tag: '@once' },
  async ({ page, newPerson }) => {
    await openAs(page, demoAccount('shopper'), '/rooms')
    await page.getByRole('button', { name: 'Make a room' }).click()
    const making = page.getByRole('dialog', { name: 'Make a room' })
    await making.getByLabel('Name').fill('Night firing')
    await making.getByLabel('What it is about').fill('Kilns after dark')
    await making.getByRole('radio', { name: /Private/ }).check()
    await making.getByRole('button', { name: 'Make a room' }).click()
    await expect(page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/)
    await expect(page.getByRole('heading', { name: 'Night firing' })).toBeVisible()

    await page.getByRole('button', { name: '1 person' }).click()
    const panel = page.getByRole('dialog', { name: 'Night firing' })
    await panel.getByRole('button', { name: 'Make a link' }).click()
    const link = await panel.getByLabel('Link that invites').inputValue()
    await expectAccessible(page)
    await page.keyboard.press('Escape')

    const other = await newPerson()
    await openAs(other, demoAccount('seller'), new URL(link).pathname)
    await other.getByRole('button', { name: 'Join' }).click()
    await expect(other.getByRole('heading', { name: 'Night firing' })).toBeVisible()
    const write = async (who: typeof page, text: string) => {
      await who.getByLabel('Your message').fill(text)
      await who.getByLabel('Your message').press('Enter')
    }
    await write(page, 'Who fires tonight?')
    await expect(other.getByRole('log').getByText('Who fires tonight?')).toBeVisible()
    await write(other, 'I do.')
    await expect(page.getByRole('log').getByText('I do.')).toBeVisible()
    await expectAccessible(other)

    await page.getByRole('button', { name: '2 people' }).click()
    await panel.getByRole('button', { name: 'Send out' }).click()
    await panel.getByRole('button', { name: 'Send out' }).click()
    await expect(other.getByRole('heading', { name: 'You are not in this room any more' })).toBeVisible()
    await expect(other.getByText('Who fires tonight?')).toBeHidden()
    await expect(other.getByLabel('Your message')).toBeHidden()
    await expect(panel.getByRole('listitem')).toHaveCount(1)
  },
)
