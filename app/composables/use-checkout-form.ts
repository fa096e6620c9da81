import { startCheckoutSchema, type CheckoutView, type Quote, type StartCheckoutForm } from '#shared/contracts/checkout'
import type { WireError } from '#shared/contracts/common'

const DRAFT = 'souk-checkout-draft'
const KEY = 'souk-checkout-key'

type Address = StartCheckoutForm['shippingAddress']
const emptyAddress = (country: string): Address => ({ name: '', street: '', postalCode: '', city: '', country })

/** The form of the checkout, the price of what is in the cart, and what happens when it is sent. */
export function useCheckoutForm() {
  const { locale, t } = useI18n()
  const href = useHref()
  const session = useSessionStore()
  const country = useDeliveryCountry()

  const quote = shallowRef<Quote>()
  const quoteFailed = ref(false)
  /** What somebody else was faster with. */
  const soldOut = ref<string[]>([])
  /** The coupon was refused when paying was to begin, as it is only then that the buyer is known. */
  const couponRefused = ref(false)

  /** Who comes for everything need not say where they live. */
  const isPickedUp = computed(
    () =>
      !!quote.value?.shops.length &&
      quote.value.shops.every(({ shippingOptions, shippingOptionId }) => shippingOptions.find(({ id }) => id === shippingOptionId)?.pickup),
  )
  const whereTo = startCheckoutSchema.superRefine(({ shippingAddress }, check) => {
    if (isPickedUp.value) return
    for (const field of ['street', 'postalCode', 'city'] as const)
      if (shippingAddress[field] === '') check.addIssue({ code: 'custom', path: ['shippingAddress', field] })
  })

  const form = useForm(
    whereTo,
    {
      email: '',
      locale: 'en',
      shippingAddress: emptyAddress(''),
      billingAddress: null,
      shipping: [],
      expectedTotalMinor: 1,
    } satisfies StartCheckoutForm,
    start,
  )
  const { fields } = form
  const addresses = useKeptAddresses(toRef(fields, 'shippingAddress'), () => ({
    ...emptyAddress(fields.shippingAddress.country),
    name: session.user?.name ?? '',
  }))

  async function ask() {
    quoteFailed.value = false
    try {
      quote.value = await $fetch<Quote>('/api/checkouts/quote', {
        method: 'POST',
        body: { country: fields.shippingAddress.country || country.value || 'DE', shipping: fields.shipping },
      })
      fields.shippingAddress.country = quote.value.country
    } catch {
      quoteFailed.value = true
    }
  }

  async function start(body: StartCheckoutForm) {
    soldOut.value = []
    couponRefused.value = false
    const sent = { ...body, locale: locale as 'en' | 'de', expectedTotalMinor: quote.value?.totalMinor ?? body.expectedTotalMinor }
    try {
      const checkout = await $fetch<CheckoutView>('/api/checkouts', {
        method: 'POST',
        body: sent,
        headers: { 'idempotency-key': idempotencyKey(KEY, sent) },
      })
      await addresses.keep()
      await navigateTo(href(`/checkout/${checkout.id}`))
    } catch (error) {
      await turnTo(error)
      throw error
    }
  }

  /** Refusals that lead somewhere, or that want a fresh look at the cart. */
  async function turnTo(error: unknown) {
    const refused = (error as { data?: WireError }).data?.data
    if (!refused) return
    forgetIdempotencyKey(KEY)
    const { code, details } = refused
    if (code === 'checkout.already_paid')
      await navigateTo(`${href(`/orders/${String(details.number)}`)}?key=${encodeURIComponent(String(details.key))}`)
    if (code === 'checkout.sold_out' || code === 'checkout.lines_unavailable')
      soldOut.value = (details.lines as { title: string; left?: number }[]).map(({ title, left }) =>
        left ? t('checkout.onlyLeft', { title, left }) : title,
      )
    couponRefused.value = code.startsWith('coupons.')
    await ask()
  }

  async function dropCoupon() {
    try {
      await $fetch('/api/cart/coupon', { method: 'DELETE' })
      couponRefused.value = false
      form.problem.value = null
      await ask()
    } catch {
      quoteFailed.value = true
    }
  }

  const choose = (shopId: string, methodId: string) => {
    fields.shipping = [...(fields.shipping ?? []).filter((chosen) => chosen.shopId !== shopId), { shopId, methodId }]
    return ask()
  }

  const billElsewhere = computed({
    get: () => fields.billingAddress !== null,
    set: (elsewhere) => (fields.billingAddress = elsewhere ? emptyAddress(fields.shippingAddress.country) : null),
  })

  onMounted(async () => {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? 'null') as Partial<StartCheckoutForm> | null
    if (draft) Object.assign(fields, draft)
    await Promise.all([ask(), session.known().catch(() => {})])
    fields.email ||= session.user?.email ?? ''
    fields.shippingAddress.name ||= session.user?.name ?? ''

    watch(
      fields,
      ({ email, shippingAddress, billingAddress, shipping }) =>
        sessionStorage.setItem(DRAFT, JSON.stringify({ email, shippingAddress, billingAddress, shipping })),
      { deep: true },
    )
    watch(
      () => fields.shippingAddress.country,
      (code) => {
        country.value = code
        if (code !== quote.value?.country) void ask()
      },
    )
    if (session.user) await addresses.load().catch(() => {})
  })

  return { ...form, quote, quoteFailed, soldOut, couponRefused, dropCoupon, ask, choose, isPickedUp, billElsewhere, addresses }
}
