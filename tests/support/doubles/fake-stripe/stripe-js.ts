/**
 * Stands for Stripe.js in a browser that a test drives: a choice of test payment methods in place of the card's form, and
 * the same calls to Stripe's API. The bank's question is answered with yes, on a page elsewhere that sends the buyer back.
 */
export const FAKE_STRIPE_JS = `
window.Stripe = (key) => {
  const call = async (clientSecret, act, params) => {
    const id = clientSecret.split('_secret_')[0]
    const body = new URLSearchParams({ key, client_secret: clientSecret, _stripe_version: 'of the browser', ...params })
    const answer = await fetch('https://api.stripe.com/v1/payment_intents/' + id + '/' + act, { method: 'POST', body })
    return answer.json()
  }
  const answerBank = async (clientSecret, returnUrl) => {
    const intent = await call(clientSecret, 'authenticate', { outcome: 'approve' })
    const back = new URLSearchParams({ payment_intent: intent.id, payment_intent_client_secret: clientSecret, redirect_status: intent.status })
    location.href = returnUrl + '?' + back
    return new Promise(() => {})
  }
  return {
    elements: ({ clientSecret, appearance, locale }) => {
      const choice = document.createElement('select')
      choice.setAttribute('aria-label', 'Payment method')
      choice.dataset.appearance = JSON.stringify(appearance)
      choice.lang = locale
      for (const method of ['pm_card_visa', 'pm_card_chargeDeclinedInsufficientFunds', 'pm_card_threeDSecure2Required'])
        choice.append(new Option(method, method))
      const listeners = {}
      return {
        clientSecret,
        choice,
        create: () => ({
          on: (event, listener) => (listeners[event] = listener),
          mount: (place) => (place.append(choice), setTimeout(() => listeners.ready())),
          destroy: () => choice.remove(),
        }),
      }
    },
    confirmPayment: async ({ elements, confirmParams }) => {
      const { clientSecret, choice } = elements
      const intent = await call(clientSecret, 'confirm', { payment_method: choice.value })
      if (intent.status !== 'requires_action') return intent.error ? { error: intent.error } : { paymentIntent: intent }
      return window.souk_stays ? {} : answerBank(clientSecret, confirmParams.return_url)
    },
    handleNextAction: ({ clientSecret }) => answerBank(clientSecret, location.origin + location.pathname),
  }
}
`
