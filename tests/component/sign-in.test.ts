import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import SignIn from '../../app/pages/sign-in.vue'

const browser = vi.hoisted(() => ({
  startAuthentication: vi.fn(),
  browserSupportsWebAuthnAutofill: async () => true,
  WebAuthnAbortService: { cancelCeremony: () => {} },
}))
vi.mock('@simplewebauthn/browser', () => browser)
registerEndpoint('/api/session/passkey/challenge', { method: 'POST', handler: () => ({}) })

beforeEach(() => {
  vi.stubGlobal('PublicKeyCredential', vi.fn())
  browser.startAuthentication.mockReset()
})
afterEach(() => vi.unstubAllGlobals())

const failed = () => Object.assign(new Error('the browser cannot'), { name: 'UnknownError' })

it('says nothing of a passkey that nobody has asked for', async () => {
  browser.startAuthentication.mockRejectedValueOnce(failed())
  const page = await mountSuspended(SignIn, { route: '/sign-in' })
  await vi.waitFor(() => expect(browser.startAuthentication).toHaveBeenCalledOnce())
  await flushPromises()

  expect(page.find('[role=alert]').exists()).toBe(false)
})

it('says that a passkey cannot be used to whom asked for one', async () => {
  browser.startAuthentication.mockReturnValueOnce(new Promise(() => {})).mockRejectedValueOnce(failed())
  const page = await mountSuspended(SignIn, { route: '/sign-in' })
  await vi.waitFor(() => expect(browser.startAuthentication).toHaveBeenCalledOnce())
  await page
    .findAll('button')
    .find((button) => button.text() === 'Sign in with a passkey')!
    .trigger('click')

  await vi.waitFor(() => expect(page.get('[role=alert]').text()).toBe('Your browser could not use a passkey here.'))
})
