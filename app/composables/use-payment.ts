import type { CheckoutView } from '#shared/contracts/checkout'

const POLL_QUICKLY_MS = 1000
const POLL_MS = 3000

/** One attempt to pay, followed until it has ended. Reloading the page or coming back to it goes on where it was. */
export function usePayment(id: string) {
  const refusal = useRefusal()
  const route = useRoute()
  const address = `/api/checkouts/${id}`
  const checkout = shallowRef<CheckoutView>()
  const missing = ref(false)
  const problem = ref('')
  const pending = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  const waits = computed(() => {
    const { status, payment } = checkout.value ?? {}
    if (status !== 'paying') return 0
    return payment?.step === 'preparing' ? POLL_QUICKLY_MS : payment?.step === 'processing' || payment?.step === 'paid' ? POLL_MS : 0
  })

  const take = (view: CheckoutView) => {
    checkout.value = view
    clearTimeout(timer)
    if (waits.value) timer = setTimeout(() => void load(), waits.value)
  }
  /** While the provider is at it every look asks there too, so nobody waits for the next round of the clock. */
  async function load() {
    try {
      take(await $fetch<CheckoutView>(waits.value ? `${address}/finalize` : address, { method: waits.value ? 'POST' : 'GET' }))
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) missing.value = true
      else timer = setTimeout(() => void load(), POLL_MS)
    }
  }

  async function act(path: string, body?: object) {
    if (pending.value) return
    pending.value = true
    problem.value = ''
    try {
      take(await $fetch<CheckoutView>(`${address}/${path}`, { method: 'POST', body }))
    } catch (error) {
      problem.value = refusal(error)
      await load()
    } finally {
      pending.value = false
    }
  }
  const pay = (cardNumber: string) => act('pay/test', { cardNumber })
  const authenticate = (outcome: 'approve' | 'refuse') => act('authenticate/test', { outcome })

  /** The provider's form is through, one way or the other. */
  const settle = () => act('finalize')

  /** A bank's page sends people back with the payment's secret in the address, where it must not stay. */
  async function arrive() {
    if (!('payment_intent_client_secret' in route.query)) return load()
    await navigateTo({ path: route.path }, { replace: true })
    await settle()
    if (!checkout.value && !missing.value) await load()
  }

  onMounted(arrive)
  onBeforeUnmount(() => clearTimeout(timer))

  return { checkout, missing, problem, pending, load, pay, authenticate, settle }
}
