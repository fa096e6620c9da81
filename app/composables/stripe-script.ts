/** As much of Stripe.js as the payment form uses. */
export interface StripeInBrowser {
  elements(options: { clientSecret: string; appearance: object; locale: string }): StripeElements
  confirmPayment(options: {
    elements: StripeElements
    confirmParams: { return_url: string }
    redirect: 'if_required'
  }): Promise<{ error?: StripeProblem }>
  handleNextAction(options: { clientSecret: string }): Promise<{ error?: StripeProblem }>
}

export interface StripeElements {
  create(kind: 'payment', options: object): StripeElement
}

export interface StripeElement {
  mount(place: HTMLElement): void
  on(event: 'ready' | 'loaderror', listener: () => void): void
  destroy(): void
}

export interface StripeProblem {
  type: string
  message?: string
}

type MakeStripe = (publishableKey: string, options: { locale: string }) => StripeInBrowser

/** Only from Stripe itself, and only where somebody pays: it may not be bundled, and it watches whoever loads it. */
const SCRIPT = 'https://js.stripe.com/clover/stripe.js'

let loading: Promise<MakeStripe> | undefined

/** Loads Stripe.js once; what failed can be tried again. */
export function loadStripe(): Promise<MakeStripe> {
  loading ??= new Promise<MakeStripe>((resolve, reject) => {
    const script = document.createElement('script')
    script.src = SCRIPT
    script.onload = () => {
      const make = (window as { Stripe?: MakeStripe }).Stripe
      if (make) resolve(make)
      else reject(new Error('Stripe.js brought nothing'))
    }
    script.onerror = () => reject(new Error('Stripe.js did not come'))
    document.head.append(script)
    setTimeout(() => reject(new Error('Stripe.js takes too long')), 15_000)
  }).catch((error) => {
    document.querySelector(`script[src="${SCRIPT}"]`)?.remove()
    loading = undefined
    throw error
  })
  return loading
}
