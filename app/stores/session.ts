import type { ConfirmTwoFactor, SessionView, SignIn } from '#shared/contracts/accounts'
import type { ChangePassword } from '#shared/contracts/passwords'
import type { TurnOffTwoFactor, TurnOnTwoFactor, TwoFactorSetUp } from '#shared/contracts/second-factor'
import type { VerifyAddress } from '#shared/contracts/registration'

/**
 * Who is at the browser. Pages for shoppers are the same for everybody, so there it is asked for on the client alone;
 * pages behind a sign-in ask before they render.
 */
export const useSessionStore = defineStore('session', () => {
  const request = useRequestFetch()
  /** Undefined until it is known. */
  const view = shallowRef<SessionView>()

  const user = computed(() => view.value?.user ?? null)
  const shops = computed(() => view.value?.shops ?? [])
  const cartCount = computed(() => view.value?.cartCount ?? 0)

  async function demand(): Promise<SessionView> {
    view.value = await request<SessionView>('/api/session')
    return view.value
  }
  const known = async (): Promise<SessionView> => view.value ?? demand()
  const load = async () => {
    await demand().catch(() => {})
  }
  const setCartCount = (count: number) => {
    if (view.value) view.value = { ...view.value, cartCount: count }
  }

  const enter = async (path: string, body: object): Promise<SessionView> => {
    view.value = await $fetch<SessionView>(path, { method: 'POST', body })
    return view.value
  }
  const signIn = (body: SignIn) => enter('/api/session', body)
  const verifyAddress = (body: VerifyAddress) => enter('/api/accounts/verification', body)
  const changePassword = (body: ChangePassword) => enter('/api/accounts/password', body)
  const turnOffTwoFactor = (body: TurnOffTwoFactor) => enter('/api/accounts/two-factor/off', body)

  /** The recovery codes, which are told this once. */
  const setUp = async (path: string, body: object): Promise<string[]> => {
    const { session, recoveryCodes } = await $fetch<TwoFactorSetUp>(path, { method: 'POST', body })
    view.value = session
    return recoveryCodes
  }
  const confirmTwoFactor = (body: ConfirmTwoFactor) => setUp('/api/accounts/two-factor', body)
  const turnOnTwoFactor = (body: TurnOnTwoFactor) => setUp('/api/accounts/two-factor/on', body)

  /** Leaves by a full load, so that nothing of the person stays in memory. */
  async function signOut(to: string): Promise<void> {
    await $fetch('/api/session', { method: 'DELETE' })
    reloadNuxtApp({ path: to })
  }

  return {
    view,
    user,
    shops,
    cartCount,
    known,
    load,
    setCartCount,
    signIn,
    verifyAddress,
    changePassword,
    confirmTwoFactor,
    turnOnTwoFactor,
    turnOffTwoFactor,
    signOut,
  }
})
