import sharp from 'sharp'
import type { ProductPage } from '../../shared/contracts/catalog'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { fillConversation } from '../support/long-conversation'
import { orderAsGuest } from '../support/order-as-guest'
import { openAs } from '../support/sign-in'

const SHOP = 'mare-stoneware'

// Somebody is without a connection for a while, which the browser notes.
test.use({ expectedMessages: /ERR_INTERNET_DISCONNECTED/ })

test(
  'somebody asks a shop about a product, and both read it at once, without a connection later',
  { tag: '@once' },
  async ({ page, context, newPerson }) => {
    const { items } = (await (await page.request.get(`/api/products?shop=${SHOP}`)).json()) as ProductPage
    await openAs(page, demoAccount('shopper'), `/products/${items[0]!.slug}`)
    const seller = await newPerson()
    await openAs(seller, demoAccount('seller'), `/seller/${SHOP}/messages`)
    await expect(seller.getByRole('heading', { name: 'Messages', level: 1 })).toBeVisible()

    await page.getByRole('link', { name: 'Ask the shop' }).click()
    const dock = page.getByRole('dialog', { name: /^Messages with/ })
    await expect(dock.getByLabel('Your message')).toBeFocused()
    await expectAccessible(page)
    await dock.getByLabel('Your message').fill('Like https://example.org/pots/that-stand-in-an-oven-for-a-whole-night ?')
    await expect(dock.getByRole('button', { name: 'Send' })).toBeInViewport({ ratio: 1 })
    await dock.getByLabel('Your message').fill('')
    await page.keyboard.press('Escape')
    await expect(dock).toBeHidden()
    await expect(page.getByRole('link', { name: 'Ask the shop' })).toBeFocused()
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Open in messages' }).click()
    await expect(page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/)
    // The page with the dock stays until the other one is there.
    await expect(page.getByRole('heading', { name: 'Messages', level: 1 })).toBeFocused()
    await expect(page.getByRole('log').getByText(items[0]!.title)).toBeVisible()
    const write = async (who: typeof page, text: string) => {
      await who.getByLabel('Your message').fill(text)
      await who.getByLabel('Your message').press('Enter')
    }
    await write(page, 'Is it oven proof?')

    await expect(seller.getByRole('link', { name: /^Messages \d+$/ })).toBeVisible()
    await seller.getByRole('link', { name: /Is it oven proof\?/ }).click()
    await expect(seller.getByRole('listitem').filter({ hasText: 'Is it oven proof?' }).last()).toBeVisible()
    await expect(seller.getByRole('link', { name: 'Messages', exact: true })).toBeVisible()
    await write(seller, 'Up to 200 degrees.')
    await expect(page.getByRole('log').getByText('Up to 200 degrees.')).toBeVisible()
    const buffer = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#6a8' } })
      .jpeg()
      .toBuffer()
    await page.locator('input[type=file]').setInputFiles({ name: 'my oven.jpg', mimeType: 'image/jpeg', buffer })
    await expect(page.getByRole('button', { name: 'Remove my oven.webp' })).toBeVisible()
    await page.getByRole('button', { name: 'Send' }).click()
    const picture = seller.getByRole('log').getByRole('button', { name: 'Show large: my oven.webp' })
    await expect.poll(() => picture.getByRole('img').evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(640)
    await picture.focus()
    await seller.keyboard.press('Enter')
    await expect(seller.getByRole('dialog').getByRole('img', { name: 'Picture: my oven.webp' })).toBeVisible()
    await expectAccessible(seller)
    await seller.keyboard.press('Escape')
    await expectAccessible(page)
    await expectAccessible(seller)

    await context.setOffline(true)
    await write(page, 'And dish washer proof?')
    await expect(page.getByText('Not sent yet. We will try again.')).toBeVisible()
    await write(seller, 'Anything else?')
    // It has a time once it is stored.
    await expect(seller.getByRole('log').getByRole('listitem').filter({ hasText: 'Anything else?' }).locator('time')).toBeVisible()
    await context.setOffline(false)
    const order = ['Is it oven proof?', 'Up to 200 degrees.', 'Anything else?', 'And dish washer proof?']
    for (const who of [page, seller]) {
      await expect(who.getByRole('log').getByText(/proof\?|degrees|else\?/)).toHaveText(order)
      await who.reload()
      await expect(who.getByRole('log').getByText(/proof\?|degrees|else\?/)).toHaveText(order)
    }

    await seller.getByRole('button', { name: 'Saved replies' }).click()
    const replies = seller.getByRole('dialog')
    await replies.getByRole('button', { name: 'New reply' }).click()
    await replies.getByLabel('Title').fill('Care')
    await replies.getByLabel('Text').fill('Hello {customer}, please wash it by hand.')
    await expectAccessible(seller)
    await replies.getByRole('button', { name: 'Save', exact: true }).click()
    await replies.getByRole('button', { name: /^Care/ }).click()
    await expect(seller.getByLabel('Your message')).toHaveValue('Hello Sam, please wash it by hand.')
    await expect(seller.getByLabel('Your message')).toBeFocused()
    await seller.getByLabel('Your message').press('Enter')
    await expect(page.getByRole('log').getByText('Hello Sam, please wash it by hand.')).toBeVisible()

    await seller.getByLabel('Looked after by').selectOption({ label: 'Inês Carvalhal (you)' })
    await seller.getByRole('button', { name: 'Close' }).click()
    await expect(seller.getByText('Closed. What the shopper writes opens it again.')).toBeVisible()
    await expect(seller.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: /dish washer/ })).toHaveCount(0)
    await expectAccessible(seller)
    await write(page, 'And in the freezer?')
    await seller.getByRole('link', { name: 'Mine' }).click()
    await expect(seller.getByRole('link', { name: /in the freezer.*Inês Carvalhal/ })).toBeVisible()
    await expect(seller.getByText('Closed. What the shopper writes opens it again.')).toHaveCount(0)

    const found = (who: typeof page, text: string) => who.getByRole('log').getByRole('listitem').filter({ hasText: text })
    await page.getByRole('searchbox', { name: 'Search messages' }).fill('to degr')
    await page.getByRole('button', { name: /Up to 200 degrees/ }).click()
    await expect(page).toHaveURL(/at=\d+$/)
    await expect(found(page, 'Up to 200 degrees.')).toBeFocused()
    await expectAccessible(page)
    await page.getByRole('searchbox', { name: 'Search messages' }).press('Escape')
    await expect(page.getByRole('navigation', { name: 'Conversations' })).toBeVisible()
    await seller.getByRole('button', { name: 'Search this conversation' }).click()
    await seller.getByRole('searchbox', { name: 'Search this conversation' }).fill('nowhere')
    await expect(seller.getByText('No message found')).toHaveCount(2)
    await seller.getByRole('searchbox', { name: 'Search this conversation' }).fill('anything')
    await seller.getByRole('button', { name: /Anything else\?/ }).click()
    await expect(found(seller, 'Anything else?')).toBeFocused()
    await expectAccessible(seller)
  },
)

test(
  'a guest asks about an order by its link, and reads the answer where the mail leads',
  { tag: '@once' },
  async ({ page, newPerson }) => {
    const { number, path } = await orderAsGuest(page, [SHOP])
    await page.goto(path)
    await page.getByRole('button', { name: 'Ask the shop' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Your message').fill('Can you wrap it as a present?')
    await dialog.getByLabel('Your message').press('Enter')
    await expect(dialog.getByRole('listitem').filter({ hasText: 'as a present' }).locator('time')).toBeVisible()
    await expectAccessible(page)

    const seller = await newPerson()
    await openAs(seller, demoAccount('seller'), `/seller/${SHOP}/messages`)
    await seller.getByRole('link', { name: /Grace H\..*as a present/ }).click()
    await expect(seller.getByRole('log').getByText(number)).toBeVisible()
    await seller.getByLabel('Your message').fill('Yes, with pleasure.')
    await seller.getByLabel('Your message').press('Enter')
    await expect(dialog.getByRole('log').getByText('Yes, with pleasure.')).toBeVisible()

    await page.goto(`${path}&messages=${number}-1`)
    await expect(dialog.getByRole('log').getByText('Yes, with pleasure.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(dialog).toBeHidden()
  },
)

test(
  'somebody finds their way through a long conversation: to a day, to what was found, on both ways from there, and back to the newest',
  { tag: '@once' },
  async ({ page, newPerson }) => {
    await openAs(page, demoAccount('shopper'), '/')
    const opened = await page.request.post('/api/conversations', {
      data: { about: 'shop', slug: SHOP },
      headers: { origin: new URL(page.url()).origin },
    })
    const { id } = (await opened.json()) as { id: string }
    await fillConversation(id, { days: 100, eachDay: 15 })
    await page.goto(`/messages/${id}`)
    const log = page.getByRole('log')
    const line = (number: number) => log.getByRole('listitem').filter({ has: page.getByText(`Line ${number}`, { exact: true }) })
    await expect(line(1500)).toBeInViewport()
    const rows = log.locator('[id^=message-]')
    await expect(rows).toHaveCount(50)

    await page.getByRole('button', { name: 'Search this conversation' }).click()
    const day = new Date(Date.now() - 60 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
    await page.getByLabel('Day', { exact: true }).fill(day)
    await page.getByLabel('Day', { exact: true }).press('Enter')
    // The 41st of a hundred days, of which each has fifteen.
    await expect(line(601)).toBeFocused()
    await expect(line(601)).toBeInViewport()
    await expect(line(1500)).toHaveCount(0)
    await expectAccessible(page)

    const topOf = async (number: number) => Math.round((await line(number).boundingBox())!.y)
    await log.evaluate((box: { scrollTop: number }) => (box.scrollTop = 300))
    const before = await topOf(590)
    await expect(line(530)).toBeAttached()
    expect(Math.abs((await topOf(590)) - before)).toBeLessThanOrEqual(2)
    const scrollTo = (end: 'top' | 'bottom') =>
      log.evaluate(
        (box: { scrollTop: number; scrollHeight: number }, where) => (box.scrollTop = where === 'top' ? 0 : box.scrollHeight),
        end,
      )
    const scrollUntil = (end: 'top' | 'bottom', number: number) =>
      expect
        .poll(
          async () => {
            await scrollTo(end)
            return line(number).count()
          },
          { intervals: [100] },
        )
        .toBe(1)
    for (const number of [450, 300, 150]) await scrollUntil('top', number)
    await expect(line(601)).toHaveCount(0)
    expect(await rows.count()).toBeLessThanOrEqual(300)
    for (const number of [450, 601]) await scrollUntil('bottom', number)
    expect(await rows.count()).toBeLessThanOrEqual(300)

    const seller = await newPerson()
    await openAs(seller, demoAccount('seller'), `/seller/${SHOP}/messages/${id}`)
    await seller.getByLabel('Your message').fill('Are you still there?')
    await seller.getByLabel('Your message').press('Enter')
    await expect(page.getByRole('button', { name: '1 new message' })).toBeVisible()
    await expect(log.getByText('Are you still there?')).toHaveCount(0)

    const search = page.getByRole('searchbox', { name: 'Search messages' })
    await search.fill('line 42')
    const hit = page.getByRole('button', { name: /Line 42$/ })
    await hit.click()
    await expect(line(42)).toBeFocused()
    await scrollTo('top')
    await expect(line(42)).not.toBeInViewport()
    await hit.click()
    await expect(line(42)).toBeFocused()
    await expect(line(42)).toBeInViewport()

    await page.getByRole('button', { name: '1 new message' }).click()
    await expect(log.getByText('Are you still there?')).toBeInViewport()
    await expect(page.getByRole('button', { name: /new message/ })).toHaveCount(0)
    await hit.click()
    await expect(line(42)).toBeFocused()
    await page.getByLabel('Your message').fill('I am.')
    await page.getByLabel('Your message').press('Enter')
    await expect(log.getByText('I am.')).toBeInViewport()
    await expect(seller.getByRole('log').getByText('I am.')).toBeVisible()
    await expect(line(42)).toHaveCount(0)
    await expectAccessible(page)
  },
)
