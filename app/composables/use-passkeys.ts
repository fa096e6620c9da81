import type { PasskeyCreation, PasskeyRequest } from '#shared/contracts/passkeys'
import type { IdentityProof, OwnPasskey } from '#shared/contracts/second-factor'

/** What the browser's own part of WebAuthn is asked; fetched only where somebody has to do with passkeys. */
const loadBrowser = () => import('@simplewebauthn/browser')

const PROBLEMS: Record<string, string> = {
  NotAllowedError: 'account.passkeys.dismissed',
  AbortError: 'account.passkeys.dismissed',
  InvalidStateError: 'account.passkeys.already',
  SecurityError: 'account.passkeys.unfit',
  NotSupportedError: 'account.passkeys.unfit',
  ConstraintError: 'account.passkeys.unfit',
  UnknownError: 'account.passkeys.unfit',
}
/** The text for what went wrong at the browser itself; undefined for everything else. */
export const passkeyProblem = (error: unknown): string | undefined => PROBLEMS[(error as Error | undefined)?.name ?? '']

/** Ways to make a passkey and to sign in with one. */
export function usePasskeys() {
  const session = useSessionStore()
  /** Whether this browser has them, on an address with a name; known once the page is alive. */
  const available = ref(false)
  onMounted(() => {
    const { hostname } = location
    available.value = 'PublicKeyCredential' in window && !/^[\d.]+$|:/.test(hostname)
  })

  async function add(name: string, proof: IdentityProof): Promise<OwnPasskey> {
    const optionsJSON = await $fetch<PasskeyCreation>('/api/accounts/passkeys/challenge', { method: 'POST', body: proof })
    const { startRegistration } = await loadBrowser()
    const credential = await startRegistration({ optionsJSON })
    return $fetch<OwnPasskey>('/api/accounts/passkeys', { method: 'POST', body: { name, credential } })
  }

  async function choose(byAutofill: boolean) {
    const { startAuthentication, browserSupportsWebAuthnAutofill } = await loadBrowser()
    if (byAutofill && !(await browserSupportsWebAuthnAutofill())) return null
    const optionsJSON = await $fetch<PasskeyRequest>('/api/session/passkey/challenge', { method: 'POST' })
    return startAuthentication({ optionsJSON, useBrowserAutofill: byAutofill })
  }

  /**
   * `byAutofill` waits until the person chooses a passkey where the browser fills in addresses. Nobody has asked for that wait,
   * so one that fails is over in silence.
   */
  async function signIn(persistent: () => boolean, { byAutofill = false } = {}) {
    const credential = byAutofill ? await choose(true).catch(() => null) : await choose(false)
    return credential && session.signInWithPasskey({ credential, persistent: persistent() })
  }

  /** Ends a wait for autofill. */
  const stop = async () => (await loadBrowser()).WebAuthnAbortService.cancelCeremony()

  return { available, add, signIn, stop }
}
