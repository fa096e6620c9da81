import http from 'node:http'
import { randomUUID } from 'node:crypto'

/** What the child process of `bench/checkout.ts` is told: so many buy at once, each again and again as another guest, for a while. */
export interface BuyingOrder {
  base: string
  variantIds: string[]
  buyers: number
  seconds: number
  /** Only fill carts, or buy what was filled. */
  until: 'added' | 'paid'
  /** No guest of one order is a guest of another. */
  firstGuest: number
}

export interface BuyingResult {
  /** How long each took. */
  addMs: number[]
  /** From a filled cart to the order: quote, start, pay. */
  checkoutMs: number[]
  /** How many guests there were. */
  guests: number
}

const ADDED_A_GUEST = 5
const ADDRESS = { name: 'Ada Lovelace', street: 'Marktgasse 1', postalCode: '10115', city: 'Berlin', country: 'DE' }
const CARD_THAT_SUCCEEDS = '4242424242424242'

type Ask = (method: string, path: string, body: object, headers?: Record<string, string>) => Promise<{ [key: string]: unknown }>

/** One browser of a guest over an open connection. Throws what is no success. */
function guestOf(base: string, agent: http.Agent, guest: number): Ask {
  let cookie = ''
  const { hostname, port } = new URL(base)
  return (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const payload = JSON.stringify(body)
      const request = http.request({
        hostname,
        port,
        path,
        method,
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
          'sec-fetch-site': 'same-origin',
          'x-forwarded-for': `10.${(guest >> 16) & 255}.${(guest >> 8) & 255}.${guest & 255}`,
          ...(cookie && { cookie }),
          ...headers,
        },
      })
      request.on('error', reject).on('response', (response) => {
        const [given] = response.headers['set-cookie'] ?? []
        if (given) cookie = given.slice(0, given.indexOf(';'))
        let text = ''
        response
          .setEncoding('utf8')
          .on('data', (part: string) => (text += part))
          .on('end', () => {
            if (response.statusCode! < 300) resolve(JSON.parse(text) as { [key: string]: unknown })
            else reject(new Error(`${method} ${path} was answered with ${response.statusCode}: ${text.slice(0, 300)}`))
          })
      })
      request.end(payload)
    })
}

async function buyAgainAndAgain(order: BuyingOrder): Promise<BuyingResult> {
  const { base, variantIds, buyers, seconds, until } = order
  const agent = new http.Agent({ keepAlive: true, maxSockets: buyers })
  const result: BuyingResult = { addMs: [], checkoutMs: [], guests: 0 }
  const end = Date.now() + seconds * 1000

  const add = async (ask: Ask, number: number) => {
    const start = performance.now()
    await ask('POST', '/api/cart/lines', { variantId: variantIds[number % variantIds.length]!, quantity: 1 })
    result.addMs.push(performance.now() - start)
  }
  const checkOut = async (ask: Ask) => {
    const start = performance.now()
    const { totalMinor } = await ask('POST', '/api/checkouts/quote', { country: 'DE' })
    const form = { email: 'ada@mail.example', shippingAddress: ADDRESS, expectedTotalMinor: totalMinor }
    const { id } = await ask('POST', '/api/checkouts', form, { 'idempotency-key': randomUUID() })
    const { status } = await ask('POST', `/api/checkouts/${id}/pay/test`, { cardNumber: CARD_THAT_SUCCEEDS })
    if (status !== 'completed') throw new Error(`a paid checkout is ${status}`)
    result.checkoutMs.push(performance.now() - start)
  }
  const buyer = async () => {
    while (Date.now() < end) {
      const guest = order.firstGuest + result.guests++
      const ask = guestOf(base, agent, guest)
      for (let number = 0; number < (until === 'added' ? ADDED_A_GUEST : 1); number++) await add(ask, guest * ADDED_A_GUEST + number)
      if (until === 'paid') await checkOut(ask)
    }
  }
  await Promise.all(Array.from({ length: buyers }, buyer))
  agent.destroy()
  return result
}

process.on('message', (order: BuyingOrder) => {
  void buyAgainAndAgain(order).then(
    (result) => process.send!(result),
    (error: Error) => process.send!({ failed: error.message }),
  )
})
