import type { Stripe } from 'stripe'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { onboard, restrict } from './accounts'
import { createDeliveries, sign, type Deliveries } from './deliveries'
import { closeDispute, openDispute } from './disputes'
import { createFaults, type StripeFault, type StripeFaults } from './faults'
import { parseForm, textOf, type FormParams } from './form-body'
import { createKeys, type StripeAnswer } from './idempotency'
import { authenticate, confirmIntent, settleIntents } from './payment-intents'
import { settleRefunds } from './refunds'
import { ROUTES } from './routes'
import { StripeProblem, unknownRoute } from './stripe-problem'
import { createState, find, type StripeState } from './stripe-state'

export interface FakeStripe {
  /** `http://127.0.0.1:…` */
  url: string
  state: StripeState
  deliveries: Deliveries
  faults: StripeFaults
  /** Every call that arrived, as `POST /v1/refunds`. */
  calls: string[]
  /** What happens in the buyer's browser. A declined card does not throw here. */
  confirm(intentId: string, paymentMethod: string): void
  authenticate(intentId: string, outcome: 'approve' | 'refuse'): void
  /** What is slow is done: payments and refunds. */
  settle(): void
  onboard(accountId: string, options?: { complete?: boolean }): Stripe.Account
  restrict(accountId: string, due: string[]): Stripe.Account
  openDispute(intentId: string): Stripe.Dispute
  closeDispute(disputeId: string, status: 'won' | 'lost'): Stripe.Dispute
  /** Moves its clock: keys are forgotten after a day, money is available after two. */
  advance(seconds: number): void
  signed: typeof sign
  stop(): Promise<void>
}

export interface FakeStripeOptions {
  secretKey?: string
  publishableKey?: string
  /** For faults and the order of webhooks; give a seeded one to repeat a run. */
  random?: () => number
}

export const FAKE_SECRET_KEY = 'sk_test_of_the_fake'
export const FAKE_PUBLISHABLE_KEY = 'pk_test_of_the_fake'

/** How long a request is under way at least, so that the same key can meet itself. */
const WORK_MS = 2

/** A server that speaks Stripe's API as far as Souk uses it, in memory. */
export async function startFakeStripe(options: FakeStripeOptions = {}): Promise<FakeStripe> {
  const { secretKey = FAKE_SECRET_KEY, publishableKey = FAKE_PUBLISHABLE_KEY, random = Math.random } = options
  const livemode = secretKey.includes('_live_')
  let ahead = 0
  const now = () => Math.floor(Date.now() / 1000) + ahead
  const deliveries = createDeliveries({ livemode, random })
  const state = createState({ livemode, now, emit: (type, object, account) => deliveries.emit(type, object, now(), account) })
  const faults = createFaults(random)
  const keys = createKeys(now)
  const calls: string[] = []

  /** The work itself, and what of it is kept for its key. */
  async function answer(request: IncomingMessage, path: string, params: FormParams, fault: StripeFault | null): Promise<StripeAnswer> {
    const route = ROUTES.find(({ method, path: pattern }) => method === request.method && pattern.test(path))
    const id = decodeURIComponent(route?.path.exec(path)?.[1] ?? '')
    authorize(request, params, route?.browser === true ? id : null)
    if (!route) throw unknownRoute(String(request.method), path)
    if (!request.headers['stripe-version'] && !textOf(params, '_stripe_version'))
      throw new StripeProblem(400, 'Name the version of the API.', {}, false)

    const work = () => {
      if (fault === 'error_500_kept') throw apiError()
      const body = structuredClone(route.work(state, params, id))
      if (fault !== 'error_500_after_commit') return { status: 200, body }
      // As Stripe's errors do, it carries what it is about.
      return { status: 500, body: { error: { ...apiError().body.error, payment_intent: body } } }
    }
    const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined
    return typeof key === 'string' ? answerOnce(key, `${path} ${JSON.stringify(params)}`, work) : work()
  }

  async function answerOnce(key: string, request: string, work: () => StripeAnswer): Promise<StripeAnswer> {
    const kept = keys.begin(key, request)
    if (kept) return { ...kept, isReplayed: true } as StripeAnswer
    await pause(WORK_MS)
    try {
      const answer = work()
      keys.keep(key, answer)
      return answer
    } catch (error) {
      if (error instanceof StripeProblem && error.isKept) keys.keep(key, { status: error.status, body: error.body })
      else keys.forget(key)
      throw error
    }
  }

  function authorize(request: IncomingMessage, params: FormParams, intentId: string | null): void {
    const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? []
    const key = bearer ?? textOf(params, 'key')
    if (key === secretKey) return
    if (key !== publishableKey || intentId === null) throw new StripeProblem(401, 'Invalid API Key provided.', {}, false)
    if (find(state.intents, 'payment_intent', intentId).client_secret !== textOf(params, 'client_secret'))
      throw new StripeProblem(400, 'The client_secret provided does not match.', {}, false)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stripe')
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end()
    let form = url.search.slice(1)
    for await (const part of request) form += String(part)

    const call = `${request.method} ${url.pathname}`
    calls.push(call)
    const fault = faults.next(call)
    if (fault === 'drop_before') return void request.socket.destroy()
    let result: StripeAnswer
    try {
      if (fault === 'error_500') throw apiError(false)
      if (fault === 'error_429') throw new StripeProblem(429, 'Too many requests.', { code: 'rate_limit' }, false)
      result = await answer(request, url.pathname, parseForm(form), fault)
    } catch (error) {
      result =
        error instanceof StripeProblem
          ? { status: error.status, body: error.body }
          : { status: 500, body: { error: { message: String(error) } } }
    }
    if (fault === 'drop_after_commit') return void request.socket.destroy()
    if (typeof fault === 'object' && fault) await pause(fault.delaySeconds * 1000)
    response
      .writeHead(result.status, {
        ...cors,
        'content-type': 'application/json',
        'request-id': state.newId('req'),
        ...('isReplayed' in result && { 'idempotent-replayed': 'true' }),
      })
      .end(JSON.stringify(result.body))
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const chargeOf = (intentId: string) => String(find(state.intents, 'payment_intent', intentId).latest_charge)

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    deliveries,
    faults,
    calls,
    confirm(intentId, paymentMethod) {
      try {
        confirmIntent(state, intentId, { payment_method: paymentMethod })
      } catch (error) {
        if (!(error instanceof StripeProblem && error.status === 402)) throw error
      }
    },
    authenticate: (intentId, outcome) => void authenticate(state, intentId, outcome),
    settle() {
      settleIntents(state)
      settleRefunds(state)
    },
    onboard: (accountId, onboarding) => onboard(state, accountId, onboarding),
    restrict: (accountId, due) => restrict(state, accountId, due),
    openDispute: (intentId) => openDispute(state, chargeOf(intentId)),
    closeDispute: (disputeId, status) => closeDispute(state, disputeId, status),
    advance: (seconds) => void (ahead += seconds),
    signed: sign,
    async stop() {
      deliveries.stop()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const apiError = (isKept = true) => new StripeProblem(500, 'An unknown error occurred', { type: 'api_error' }, isKept)
