import type { ConfirmTwoFactor, SessionView, SignIn } from '#shared/contracts/accounts'
import type { ChangePassword } from '#shared/contracts/passwords'
import type { PasskeySignIn } from '#shared/contracts/passkeys'
import type { TurnOffTwoFactor, TurnOnTwoFactor, TwoFactorSetUp } from '#shared/contracts/second-factor'
import type { VerifyAddress } from '#shared/contracts/registration'

/** The word that a session has ended may arrive before the cookie of the one that takes its place, also in another tab. */
const REPLACED_MS = 1000

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
  const newsCount = computed(() => view.value?.newsCount ?? 0)
  const unread = computed(() => view.value?.unread ?? { own: 0, shops: {} as Record<string, number>, support: 0 })

  let asked = 0
  let answered = 0
  /** What a page was told by itself, and the newest question then: an answer to that one may be of before. */
  const told = new Map<'cartCount' | 'newsCount', { count: number; question: number }>()

  /** Answers overtake each other: one to an earlier question does not take the place of one to a later question. */
  function keep(question: number, found: SessionView): void {
    if (question <= answered) return
    const newer = [...told].filter(([, { question: then }]) => question <= then).map(([name, { count }]) => [name, count] as const)
    view.value = { ...found, ...Object.fromEntries(newer) }
    answered = question
  }
  const tell = (name: 'cartCount' | 'newsCount', count: number) => {
    told.set(name, { count, question: asked })
    if (view.value) view.value = { ...view.value, [name]: count }
  }
  const setCartCount = (count: number) => tell('cartCount', count)
  const setNewsCount = (count: number) => tell('newsCount', count)

  async function demand(): Promise<SessionView> {
    const question = ++asked
    const found = await request<SessionView>('/api/session')
    keep(question, found)
    return view.value ?? found
  }
  /** What a change of the session answered with is newer than all that was asked for before. */
  const take = (found: SessionView): SessionView => {
    keep(++asked, found)
    return found
  }
  const known = async (): Promise<SessionView> => view.value ?? demand()
  const load = async () => {
    await demand().catch(() => {})
  }

  /** While it runs the browser may hold the cookie of a session that has just been replaced. */
  let change: Promise<unknown> = Promise.resolve()
  async function changing<T>(request: Promise<T>): Promise<T> {
    change = request.catch(() => {})
    return request
  }

  const enter = async (path: string, body: object): Promise<SessionView> => {
    return take(await changing($fetch<SessionView>(path, { method: 'POST', body })))
  }
  const signIn = (body: SignIn) => enter('/api/session', body)
  const verifyAddress = (body: VerifyAddress) => enter('/api/accounts/verification', body)
  const changePassword = (body: ChangePassword) => enter('/api/accounts/password', body)
  const signInWithPasskey = (body: PasskeySignIn) => enter('/api/session/passkey', body)
  const turnOffTwoFactor = (body: TurnOffTwoFactor) => enter('/api/accounts/two-factor/off', body)

  /** The recovery codes, which are told this once. */
  const setUp = async (path: string, body: object): Promise<string[]> => {
    const { session, recoveryCodes } = await changing($fetch<TwoFactorSetUp>(path, { method: 'POST', body }))
    take(session)
    return recoveryCodes
  }
  const confirmTwoFactor = (body: ConfirmTwoFactor) => setUp('/api/accounts/two-factor', body)
  const turnOnTwoFactor = (body: TurnOnTwoFactor) => setUp('/api/accounts/two-factor/on', body)

  let leaving = false
  /** Leaves by a full load, so that nothing of the person stays in memory, and nothing of what they looked at. */
  async function signOut(to: string): Promise<void> {
    leaving = true
    await $fetch('/api/session', { method: 'DELETE' }).catch((error) => {
      leaving = false
      throw error
    })
    forgetViewed()
    forgetOutbox()
    forgetDrafts()
    // Without force Nuxt does not load the same address twice within ten seconds.
    reloadNuxtApp({ path: to, force: true })
  }

  /**
   * A session of this browser was ended, here or elsewhere. Where nobody is signed in any more the page is loaded again,
   * and a private one then asks to sign in. True when somebody still is, in a session that has taken its place.
   */
  async function lookAgain(): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, REPLACED_MS))
    await change
    if (leaving) return false
    const question = ++asked
    const found = await request<SessionView>('/api/session')
    if (found.user) keep(question, found)
    else reloadNuxtApp({ force: true })
    return found.user !== null
  }

  return {
    view,
    user,
    shops,
    cartCount,
    newsCount,
    unread,
    known,
    load,
    setCartCount,
    setNewsCount,
    signIn,
    verifyAddress,
    changePassword,
    signInWithPasskey,
    confirmTwoFactor,
    turnOnTwoFactor,
    turnOffTwoFactor,
    signOut,
    lookAgain,
  }
})
