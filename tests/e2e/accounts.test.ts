import { randomUUID } from 'node:crypto'
import { demoAccount, expect, expectAccessible, test } from '../support/browser'
import { signIn } from '../support/sign-in'

const PASSWORD = 'several words in a row'
const someAddress = () => `${randomUUID()}@example.org`
/** Chromium notes each refused request, also the ones that a page means to show. */
const refused = (status: number) => new RegExp(`status of ${status}`)

test.describe('a new shopper', () => {
  test('opens an account, signs out, and comes back to where they were going', async ({ page }) => {
    const email = someAddress()
    await page.goto('/register?to=/account/orders')
    await page.getByLabel('Your name').fill('Robin Ash')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Create an account' }).click()
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
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
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

  test('may look at the password', async ({ page }) => {
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

  test('says the same of an unknown address and of a wrong password', async ({ page }) => {
    for (const email of [someAddress(), demoAccount('shopper').email]) {
      await signIn(page, { email, password: 'not the password' })
      await expect(page.getByRole('alert')).toHaveText('This address and password do not belong together.')
    }
  })

  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example']) {
    test(`never leads to ${JSON.stringify(to)}`, async ({ page, baseURL }) => {
      await signIn(page, demoAccount('shopper'), to)
      await expect(page).toHaveURL(`${baseURL}/account`)
    })
  }
})

test('a shopper ends a session that runs elsewhere', async ({ page, newPerson }) => {
  const account = { email: someAddress(), password: PASSWORD }
  await page.goto('/register')
  await page.getByLabel('Your name').fill('Robin Ash')
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create an account' }).click()
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

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('sign-in, register and the account read well', async ({ page }) => {
      for (const path of ['/sign-in', '/register', '/de/sign-in']) {
        await page.goto(path)
        await expectAccessible(page)
      }
      await signIn(page, demoAccount('shopper'))
      await expect(page).toHaveURL('/account')
      await expectAccessible(page)
      await page.goto('/account/orders')
      await expectAccessible(page)
    })
  })
}
