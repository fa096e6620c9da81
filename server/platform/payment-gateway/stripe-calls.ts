import { Stripe } from 'stripe'
import { setTimeout as pause } from 'node:timers/promises'
import { DomainError } from '../errors'
import type { Logger } from '../logger/logger'
import { intentNotFound, providerUnavailable, requestReused } from './gateway-errors'

const NO_NEW_TRY_AFTER_MS = 8_000
const PAUSES_MS = [100, 300, 900, 1800]
/** So many calls that failed in spite of all repeats, none between them that did not, and Stripe counts as away for a moment. */
const FAILURES_UNTIL_AWAY = 3
const AWAY_MS = 2_000

const { StripeError, StripeConnectionError, StripeIdempotencyError, StripeInvalidRequestError } = Stripe.errors

/** Stripe keeps even a 500 as the answer of its key for a day: then only another key gets another answer. */
const isKeptFailure = (error: unknown): boolean =>
  error instanceof StripeError && (error.statusCode ?? 0) >= 500 && error.headers?.['idempotent-replayed'] === 'true'

/** The same request may get another answer in a moment. */
const isPassing = (error: unknown): boolean =>
  error instanceof StripeConnectionError ||
  (error instanceof StripeError && (error.statusCode === 409 || error.statusCode === 429 || (error.statusCode ?? 0) >= 500))

/** Asks again, with the very same request, while Stripe stumbles. */
async function persist<Result>(ask: () => Promise<Result>): Promise<Result> {
  const end = Date.now() + NO_NEW_TRY_AFTER_MS
  for (const pauseMs of PAUSES_MS) {
    try {
      return await ask()
    } catch (error) {
      if (!isPassing(error) || isKeptFailure(error) || Date.now() + pauseMs > end) throw error
      await pause(pauseMs)
    }
  }
  return ask()
}

/**
 * Does a thing once by a key. `find` looks for what an earlier request with this key did, where that can be seen; it is
 * asked after a failure that Stripe keeps, so that a thing that was done in spite of its 500 is not done again.
 */
async function once<Result>(
  key: string,
  ask: (key: string) => Promise<Result>,
  find: () => Promise<Result | null> = async () => null,
): Promise<Result> {
  const keys = [key, `${key}:2`, `${key}:3`]
  for (const [index, one] of keys.entries()) {
    try {
      return await persist(() => ask(one))
    } catch (error) {
      if (!isKeptFailure(error)) throw error
      const done = await persist(find)
      if (done) return done
      if (index === keys.length - 1) throw error
    }
  }
  throw providerUnavailable()
}

export interface StripeCalls {
  /**
   * Runs what asks Stripe and turns its errors into ours. `refused` names what Stripe understands and will not do; null
   * is for what cannot be the request's fault.
   */
  call<Result>(work: () => Promise<Result>, refused?: (error: Refusal) => DomainError | null): Promise<Result>
  persist: typeof persist
  once: typeof once
}

export type Refusal = InstanceType<typeof StripeInvalidRequestError>

export function createStripeCalls(log: Logger): StripeCalls {
  let failures = 0
  let awayUntil = 0

  /** While Stripe is away nobody waits for it in vain: a sweep through many payments would otherwise take minutes. */
  async function unlessAway<Result>(work: () => Promise<Result>): Promise<Result> {
    if (failures >= FAILURES_UNTIL_AWAY && Date.now() < awayUntil) throw providerUnavailable()
    try {
      const result = await work()
      failures = 0
      return result
    } catch (error) {
      failures = isPassing(error) ? failures + 1 : 0
      awayUntil = Date.now() + AWAY_MS
      throw error
    }
  }

  const translate = (error: unknown, refused: (error: Refusal) => DomainError | null): DomainError => {
    if (error instanceof DomainError) return error
    if (error instanceof StripeIdempotencyError && error.statusCode === 400) return requestReused()
    const refusal = error instanceof StripeInvalidRequestError && REFUSED.has(error.statusCode ?? 0) ? refused(error) : null
    if (refusal) return refusal
    if (isPassing(error)) log.warn({ error: describe(error) }, 'Stripe does not answer')
    else log.error({ error: describe(error) }, 'Stripe does not do what it is asked for: somebody has to look at it')
    return providerUnavailable()
  }

  return {
    call: (work, refused = notFound) =>
      unlessAway(work).catch((error) => {
        throw translate(error, refused)
      }),
    persist,
    once,
  }
}

const REFUSED = new Set([400, 404])
const notFound = ({ code }: Refusal) => (code === 'resource_missing' ? intentNotFound() : null)

/** What may be logged: Stripe's errors carry whole payments with their client secrets. */
const describe = (error: unknown) =>
  error instanceof StripeError
    ? { type: error.type, code: error.code, status: error.statusCode, request: error.requestId, param: error.param, message: error.message }
    : { message: error instanceof Error ? error.message : String(error) }
