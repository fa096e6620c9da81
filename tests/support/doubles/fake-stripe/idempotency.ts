import { StripeProblem } from './stripe-problem'

const KEPT_SECONDS = 24 * 3600

export interface StripeAnswer {
  status: number
  body: object
}

interface Kept {
  request: string
  answer: StripeAnswer | null
  at: number
}

/** As documented: the first answer of a key is its answer for a day, errors included, unless nothing was begun. */
export function createKeys(now: () => number) {
  const known = new Map<string, Kept>()

  return {
    /** The kept answer; null when this is the first request, which then has to end by `keep` or `forget`. */
    begin(key: string, request: string): StripeAnswer | null {
      const kept = known.get(key)
      if (!kept || kept.at + KEPT_SECONDS <= now()) {
        known.set(key, { request, answer: null, at: now() })
        return null
      }
      if (kept.request !== request)
        throw new StripeProblem(
          400,
          'Keys for idempotent requests can only be used with the same parameters they were first used with.',
          { type: 'idempotency_error' },
          false,
        )
      if (!kept.answer)
        throw new StripeProblem(
          409,
          'There is currently another in-progress request using this Idempotent Key.',
          { type: 'idempotency_error', code: 'idempotency_key_in_use' },
          false,
        )
      return kept.answer
    },
    keep: (key: string, answer: StripeAnswer) => void (known.get(key)!.answer = answer),
    forget: (key: string) => void known.delete(key),
  }
}
export type IdempotencyKeys = ReturnType<typeof createKeys>
