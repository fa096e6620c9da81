import { Stripe } from 'stripe'
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2000
const ROUND_MS = 10

/** What goes wrong on the way: the network keeps no order, and sends twice. */
export interface DeliverySwitches {
  duplicate: boolean
  shuffle: boolean
  delayMs: number
}

interface Delivery {
  event: Stripe.Event
  attempts: number
  dueAt: number
}

/** Sends each event, signed, until it is taken. */
export function createDeliveries({ livemode, random }: { livemode: boolean; random: () => number }) {
  const switches: DeliverySwitches = { duplicate: false, shuffle: false, delayMs: 0 }
  const events: Stripe.Event[] = []
  let waiting: Delivery[] = []
  let underWay = 0
  let endpoint: { url: string; secret: string } | null = null
  let timer: NodeJS.Timeout | undefined

  function emit(type: string, object: object, at: number, account?: string): void {
    const event = {
      id: `evt_${randomBytes(12).toString('hex')}`,
      object: 'event',
      api_version: Stripe.API_VERSION,
      ...(account && { account }),
      created: at,
      data: { object: structuredClone(object) },
      livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    } as unknown as Stripe.Event
    events.push(event)
    const dueAt = Date.now() + switches.delayMs
    const copies = switches.duplicate ? 2 : 1
    for (let copy = 0; copy < copies; copy++) waiting.push({ event, attempts: 0, dueAt })
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const { body, signature } = sign(delivery.event, endpoint!.secret, new Date())
    const isTaken = await fetch(endpoint!.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      body,
      signal: AbortSignal.timeout(5000),
    }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isTaken) return
    delivery.attempts++
    delivery.dueAt = Date.now() + Math.min(FIRST_PAUSE_MS * 2 ** delivery.attempts, LONGEST_PAUSE_MS)
    waiting.push(delivery)
  }

  function round(): void {
    if (!endpoint) return
    const due = waiting.filter(({ dueAt }) => dueAt <= Date.now())
    if (switches.shuffle) due.sort(() => random() - 0.5)
    waiting = waiting.filter((delivery) => !due.includes(delivery))
    for (const delivery of due) {
      underWay++
      void deliver(delivery).finally(() => underWay--)
    }
  }

  return {
    emit,
    /** Everything that happened, oldest first, delivered or not. */
    events,
    switches,
    sendTo(url: string, secret: string) {
      endpoint = { url, secret }
      timer ??= setInterval(round, ROUND_MS)
    },
    /** Until every event was taken. */
    async idle() {
      while (waiting.length > 0 || underWay > 0) await pause(ROUND_MS)
    },
    stop() {
      endpoint = null
      clearInterval(timer)
    },
  }
}
export type Deliveries = ReturnType<typeof createDeliveries>

/** Signed by Stripe's own SDK, so that our own check is held against theirs. */
export function sign(event: object, secret: string, at: Date): { body: string; signature: string } {
  const body = JSON.stringify(event)
  return {
    body,
    signature: Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: Math.floor(at.getTime() / 1000) }),
  }
}
