import { randomUUID } from 'node:crypto'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { mailTo } from '../support/mailbox'
import { registerAs } from '../support/register'
import { signIn } from '../support/sign-in'

const PASSWORD = 'several words in a row'
const someAddress = () => `${randomUUID()}@example.org`
/** Chromium notes each refused request, also the ones that a page means to show. */
const refused = (...statuses: number[]) => new RegExp(`status of (${statuses.join('|')})`)

test.describe('a new shopper', () => {
  test('opens an account, signs out, and comes back to where they were going', async ({ page }) => {
    const email = someAddress()
    await registerAs(page, { name: 'Robin Ash', email, password: PASSWORD }, '/account/orders')
    await expect(page).toHaveURL('/account/orders')
    await expect(page.getByText('No orders yet')).toBeVisible()

    await page.goto('/account')
    await expect(page.getByRole('heading', { name: 'Hello, Robin Ash' })).toBeVisible()
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await expect(page).toHaveURL('/')

    await page.goto('/account/orders')
    await expect(page).toHaveURL('/sign-in?to=/account/orders')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL('/account/orders')
  })

  test('is told at each field what is wrong, and keeps what was typed', async ({ page }) => {
    await page.goto('/register')
    await page.getByLabel('Your name').fill('Robin Ash')
    await page.getByLabel('Email').fill('robin')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByRole('button', { name: 'Create an account' }).click()

    await expect(page.getByLabel('Email')).toHaveAccessibleDescription('Please enter an address such as name@example.org.')
    await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription('Please use at least 8 characters.')
    await expect(page.getByLabel('Email')).toBeFocused()
    await expect(page.getByLabel('Your name')).toHaveValue('Robin Ash')
    await expectAccessible(page)
  })

  test('may look at the password', { tag: '@once' }, async ({ page }) => {
    await page.goto('/register')
    const password = page.getByLabel('Password', { exact: true })
    await password.fill(PASSWORD)
    await expect(password).toHaveAttribute('type', 'password')

    await page.getByRole('button', { name: 'Show Password' }).click()
    await expect(password).toHaveAttribute('type', 'text')
  })
})

test.describe('signing in', () => {
  test.use({ expectedMessages: refused(401) })

  test('says the same of an unknown address and of a wrong password', { tag: '@once' }, async ({ page }) => {
    for (const email of [someAddress(), demoAccount('shopper').email]) {
      await signIn(page, { email, password: 'not the password' })
      await expect(page.getByRole('alert')).toHaveText('This address and password do not belong together.')
    }
  })

  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example']) {
    test(`never leads to ${JSON.stringify(to)}`, { tag: '@once' }, async ({ page, baseURL }) => {
      await signIn(page, demoAccount('shopper'), to)
      await expect(page).toHaveURL(`${baseURL}/account`)
    })
  }
})

test('a shopper ends a session that runs elsewhere', async ({ page, newPerson }) => {
  const account = { email: someAddress(), password: PASSWORD }
  await registerAs(page, { name: 'Robin Ash', ...account })
  await expect(page).toHaveURL('/account')
  const elsewhere = await newPerson()
  await signIn(elsewhere, account)
  await expect(elsewhere).toHaveURL('/account')

  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Sign out there' }).click()
  await expect(page.getByRole('button', { name: 'Sign out there' })).toHaveCount(0)

  await elsewhere.goto('/account')
  await expect(elsewhere).toHaveURL('/sign-in?to=/account')
})

test('a known address is registered as an unknown one; only its owner’s mailbox tells', { tag: '@once' }, async ({ page }) => {
  const { email } = demoAccount('shopper')
  await page.goto('/register')
  await page.getByLabel('Your name').fill('Robin Ash')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create an account' }).click()

  await expect(page).toHaveURL('/verify')
  await expect(page.getByText(`We have sent a mail to ${email}.`)).toBeVisible()
  expect((await mailTo(email, 'You have an account already')).text).toContain('/forgot-password')
})

test.describe('what is refused at first', () => {
  test.use({ expectedMessages: refused(401, 422) })

  test('a link from another browser asks for the password that was chosen', { tag: '@once' }, async ({ page, newPerson }) => {
    const email = someAddress()
    await page.goto('/register')
    await page.getByLabel('Your name').fill('Robin Ash')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await expect(page.getByText('Very good')).toBeVisible()
    await page.getByRole('button', { name: 'Create an account' }).click()
    await expect(page).toHaveURL('/verify')
    await expectAccessible(page)

    const phone = await newPerson()
    await phone.goto((await mailTo(email, 'Confirm your address')).link)
    await expect(phone).toHaveURL('/verify')
    await phone.getByRole('button', { name: 'Confirm and go on' }).click()
    await phone.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await expectAccessible(phone)
    await phone.getByRole('button', { name: 'Confirm and go on' }).click()
    await expect(phone).toHaveURL('/account')
  })

  test('a forgotten password is chosen anew by a mailed link, which works once', { tag: '@once' }, async ({ page }) => {
    const account = { email: someAddress(), password: PASSWORD }
    await registerAs(page, { name: 'Robin Ash', ...account })
    await expect(page).toHaveURL('/account')

    await page.goto('/forgot-password')
    await page.getByLabel('Email').fill(account.email)
    await page.getByRole('button', { name: 'Send me the link' }).click()
    await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
    const { link } = await mailTo(account.email, 'Choose a new password')

    await page.goto(link)
    await expect(page).toHaveURL('/reset-password')
    const password = page.getByLabel('New password', { exact: true })
    await password.fill('baseball')
    await page.getByRole('button', { name: 'Set the password' }).click()
    await expect(password).toHaveAccessibleDescription(/one of the first passwords/)
    await password.fill('quite another set of words')
    await expect(page.getByText('How strong it is')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await expect(page.getByRole('heading', { name: 'Your password is set' })).toBeVisible()

    await signIn(page, { email: account.email, password: 'quite another set of words' })
    await expect(page).toHaveURL('/account')
    await page.goto('about:blank')
    await page.goto(link)
    await page.getByLabel('New password', { exact: true }).fill('one more set of words')
    await page.getByRole('button', { name: 'Set the password' }).click()
    await expect(page.getByRole('link', { name: 'Ask for a new link' })).toBeVisible()
  })
})

test('password and address are changed on the security page', async ({ page, newPerson }) => {
  const account = { email: someAddress(), password: PASSWORD }
  const next = someAddress()
  await registerAs(page, { name: 'Robin Ash', ...account })
  await expect(page).toHaveURL('/account')
  const elsewhere = await newPerson()
  await signIn(elsewhere, account)
  await expect(elsewhere).toHaveURL('/account')

  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByLabel('Current password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('New password', { exact: true }).fill('quite another set of words')
  // What judges it comes late and moves what is below, also under a look that has begun.
  await expect(page.getByText('How strong it is')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Your password is changed.')).toBeVisible()
  await elsewhere.goto('/account')
  await expect(elsewhere).toHaveURL('/sign-in?to=/account')

  await page.getByRole('button', { name: 'Change address' }).click()
  await page.getByLabel('New address').fill(next)
  await page.getByLabel('Current password', { exact: true }).fill('quite another set of words')
  await page.getByRole('button', { name: 'Send a link there' }).click()
  await expect(page.getByText(`We have sent a link to ${next}.`)).toBeVisible()
  expect((await mailTo(account.email, 'Your account is to get another address')).text).toContain('/forgot-password')

  await page.goto((await mailTo(next, 'Confirm your new address')).link)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText(`Your account now uses ${next}.`)).toBeVisible()
  const wayBack = await mailTo(account.email, 'Your account at Souk has another address')
  await page.goto(wayBack.link)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText(`Your account uses ${account.email} again`)).toBeVisible()
})

test('sign-in, register and the account read well', async ({ page }) => {
  for (const path of ['/sign-in', '/register', '/de/sign-in', '/verify', '/forgot-password', '/reset-password', '/confirm-email']) {
    await page.goto(path)
    await expectAccessible(page)
  }
  await signIn(page, demoAccount('shopper'))
  await expect(page).toHaveURL('/account')
  await expectAccessible(page)
  await page.goto('/account/orders')
  await expectAccessible(page)
})

test.describe('signing out', { tag: '@once' }, () => {
  test.use({ expectedMessages: /net::ERR_FAILED/ })

  test('says so where it fails, and leaves nothing on a page that the browser has kept', async ({ page, context }) => {
    await signIn(page, demoAccount('shopper'))
    await expect(page).toHaveURL('/account')
    await page.route('**/api/session', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.fallback()))
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByText('You could not be signed out.')).toBeVisible()

    await page.goto('/')
    const name = page.getByRole('banner').getByRole('button', { name: 'Sam Shopper' })
    await expect(name).toBeVisible()
    await context.clearCookies()
    await page.evaluate(() => dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true })))
    await expect(name).toHaveCount(0)
  })
})
