export type StripeFault =
  /** The request is worked, and the answer never comes. */
  | 'drop_after_commit'
  /** The request never arrives. */
  | 'drop_before'
  /** Something in front of Stripe fails; nothing was begun. */
  | 'error_500'
  /** It was worked, and answered with 500 for as long as its key is kept. */
  | 'error_500_after_commit'
  /** It failed half way without effect, and is answered with 500 for as long as its key is kept. */
  | 'error_500_kept'
  | 'error_429'
  /** The answer comes that much later; the work is done before. */
  | { delaySeconds: number }

export interface FaultPlan {
  /** `POST /v1/refunds`, or a part of it. */
  on: string
  does: StripeFault
  times?: number
  /** How likely, of each call; always by default. */
  chance?: number
}

/** What goes wrong next. `random` is given so that a run can be repeated. */
export function createFaults(random: () => number = Math.random) {
  let plans: (FaultPlan & { left: number })[] = []
  const happened: StripeFault[] = []

  return {
    /** Everything that went wrong so far. */
    happened,
    add: (plan: FaultPlan) => void plans.push({ ...plan, left: plan.times ?? 1 }),
    clear: () => void (plans = []),
    next(call: string): StripeFault | null {
      const plan = plans.find(({ on, left, chance = 1 }) => left > 0 && call.includes(on) && random() < chance)
      if (!plan) return null
      plan.left--
      happened.push(plan.does)
      return plan.does
    },
  }
}
export type StripeFaults = ReturnType<typeof createFaults>
