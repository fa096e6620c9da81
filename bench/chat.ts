import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { settings, shopMembers, shops, users } from '#db/schema'
import { openSession } from '#server/domains/accounts/open-session'
import { openConversation, sendMessage } from '#server/domains/chat'
import { visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { MessagePage } from '#shared/contracts/chat'
import type { Said } from '#shared/contracts/socket'
import { eq } from 'drizzle-orm'
import { buildIsStale, SERVER_ENTRY } from '../scripts/launch/production-build'
import { say, step, title } from '../scripts/launch/progress'
import { buildBareServer } from './bare-server'
import { startMeasured, type MeasuredServer } from './measured-server'
import { cpuMs, residentMb } from './process-figures'
import { fixed, percent, printTable } from './table'
import { quantile } from './visits'
import { openLoadWorld, type LoadWorld } from './world'

interface Options {
  /** That watch what one person writes. */
  sockets: number
  /** Of two people who write to each other. */
  pairs: number
  idle: number
  /** Each writes so many. */
  messages: number
}

interface Person {
  cookie: string
  address: string
  /** Of the API. */
  path: string
  topic: string
}
type Pair = [shopper: Person, keeper: Person]

interface Figures {
  perSecond: number
  p50Ms: number
  p99Ms: number
  serverCpuMsEach: number
}

/** As many as come from one address, well below what a server takes from it. */
const SOCKETS_OF_AN_ADDRESS = 80
const OPENING_AT_ONCE = 20
const FAN_OUT_AIM = 0.5
const SLOWEST_MS = 150

/**
 * Measures what a message costs from the press to the other one's screen: one who writes to many, many pairs, and sockets that only
 * wait; each beside a bare server of the same parts, asked by the same client.
 */
export async function measureChat(options: Options): Promise<void> {
  if (buildIsStale())
    execFileSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.tools.json', 'scripts/build.ts'], {
      stdio: 'inherit',
    })
  title(`Chat: 1 to ${options.sockets} sockets, ${options.pairs} pairs, ${options.idle} sockets at rest`)
  const bareEntry = await step('Building the bare server', buildBareServer)
  const world = await openLoadWorld(500)
  const pairs = await step('People', () => makePairs(world, options.pairs + 2))
  // Whoever writes to many has written enough for a minute.
  const [first, second, ...others] = pairs as [Pair, Pair, ...Pair[]]

  try {
    const bare = await withServer(bareEntry, '/1', {}, async (server) => ({
      // First, since what a process once held it fills again without growing.
      restKb: await memoryAtRest(server, null, options.idle),
      echo: await bareEcho(server, options),
      fanOut: await bareFanOut(server, options),
    }))
    const souk = await withServer(SERVER_ENTRY, '/readyz', world.env, async (server) => {
      const restKb = await memoryAtRest(server, first[0], options.idle)
      // What has just started is slow for some hundred messages; a marketplace has been up for longer.
      const talk = await talkInPairs(server, others, options)
      const atMost = await saidToMany(server, first, options)
      const atHalf = await saidToMany(server, second, options, 2000 / atMost.perSecond)
      return { restKb, talk, atMost, atHalf }
    })

    const row = (name: string, { perSecond, p50Ms, p99Ms, serverCpuMsEach }: Figures, limit?: Figures) => [
      name,
      fixed(perSecond),
      fixed(p50Ms),
      fixed(p99Ms),
      fixed(serverCpuMsEach, 2),
      limit ? percent(perSecond / limit.perSecond) : '',
    ]
    printTable(
      ['', 'messages a second', 'p50 ms', 'p99 ms', 'server CPU ms each', 'of the bare'],
      [
        row(`bare: one frame to ${options.sockets} sockets`, bare.fanOut),
        row(`stored, and said to ${options.sockets} sockets`, souk.atMost, bare.fanOut),
        row('the same at half the rate', souk.atHalf),
        row(`bare: echo to ${options.pairs} sockets`, bare.echo),
        row(`stored and told in ${options.pairs} pairs`, souk.talk, bare.echo),
      ],
    )
    say(`A socket at rest holds ${fixed(souk.restKb)} kB; a bare one ${fixed(bare.restKb)} kB.`)
    const isMet = souk.atMost.perSecond >= FAN_OUT_AIM * bare.fanOut.perSecond && souk.atHalf.p99Ms <= SLOWEST_MS
    say(`${isMet ? 'Met' : 'Not met'}: half of what the bare fan-out does, p99 of ${SLOWEST_MS} ms at half the rate.`)
    if (!isMet) process.exitCode = 1
  } finally {
    await world.stop()
  }
}

async function withServer<T>(
  entry: string,
  path: string,
  env: Record<string, string>,
  work: (server: MeasuredServer) => Promise<T>,
): Promise<T> {
  const server = await startMeasured(entry, { path, env })
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

/** Shoppers who have written to a shop, and who keeps it. */
const makePairs = (world: LoadWorld, count: number): Promise<Pair[]> =>
  world.use(async (ctx) => {
    await ctx.db.insert(settings).values({ key: 'messagesAMinute', value: 1000 }).onConflictDoNothing()
    const pairs: Pair[] = []
    for (let number = 0; number < count; number++) {
      const [shopper, keeper] = [await makePerson(ctx), await makePerson(ctx)]
      const shop = await makeShop(ctx, keeper.userId)
      const conversationId = await openConversation(ctx, shopper, { about: 'shop', slug: shop.slug })
      await sendMessage(ctx, shopper, { conversationId, shopId: null }, { clientId: crypto.randomUUID(), body: 'Hello' })
      const person = async (userId: string, api: string, place: number): Promise<Person> => ({
        cookie: await signedIn(ctx, userId),
        address: `10.70.${number >> 7}.${((number & 127) << 1) + place}`,
        path: `${api}/conversations/${conversationId}`,
        topic: `conversation:${conversationId}`,
      })
      pairs.push([await person(shopper.userId, '/api', 0), await person(keeper.userId, `/api/seller/shops/${shop.id}`, 1)])
    }
    return pairs
  })

async function makePerson(ctx: Context): Promise<Actor & { userId: string }> {
  const userId = ctx.newId()
  const email = `${userId}@bench.example`
  await ctx.db.insert(users).values({ id: userId, email, name: 'Bench', passwordHash: 'none', emailVerifiedAt: ctx.now })
  return { ...visitor(), userId, email, emailVerified: true, name: 'Bench', role: 'member' }
}

async function makeShop(ctx: Context, ownerId: string): Promise<{ id: string; slug: string }> {
  const shop = { id: ctx.newId(), slug: `bench-${ctx.newId()}` }
  await ctx.db.insert(shops).values({ ...shop, name: 'Bench', status: 'active', country: 'DE' })
  await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: shop.id, userId: ownerId, role: 'owner' })
  return shop
}

async function signedIn(ctx: Context, userId: string): Promise<string> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, userId))
  const { token } = await openSession(ctx, user!, { address: null, userAgent: null }, { persistent: false, twoFactor: false })
  return `souk_session=${token}`
}

let networks = 0

/** Opens sockets a few at a time; with somebody, each watches what they watch. */
async function openSockets(base: string, person: Person | null, count: number, heard: (text: string) => void): Promise<WebSocket[]> {
  const open: WebSocket[] = []
  while (open.length < count) {
    const many = Math.min(OPENING_AT_ONCE, count - open.length)
    open.push(
      ...(await Promise.all(
        Array.from({ length: many }, (_, index) => {
          const network = networks + Math.floor((open.length + index) / SOCKETS_OF_AN_ADDRESS)
          return openSocket(base, person, `10.80.${network >> 8}.${network & 255}`, heard)
        }),
      )),
    )
  }
  networks += Math.ceil(count / SOCKETS_OF_AN_ADDRESS)
  return open
}

function openSocket(base: string, person: Person | null, address: string, heard: (text: string) => void): Promise<WebSocket> {
  const headers = { 'x-forwarded-for': address, ...(person && { cookie: person.cookie }) }
  const socket = new WebSocket(`${base.replace('http', 'ws')}/ws`, { origin: base, headers })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => (person ? socket.send(JSON.stringify({ type: 'subscribe', topic: person.topic })) : resolve(socket)))
    socket.on('message', (data) => {
      const text = String(data)
      if (text.includes('"subscribed"')) resolve(socket)
      else heard(text)
    })
  })
}

const closeAll = async (sockets: readonly WebSocket[]) => {
  for (const socket of sockets) socket.terminate()
  await pause(500)
}

/** One after the other, no more often than `everyMs`, until everybody has heard each. `send` gives what the frames of it are known by. */
async function measured(
  server: MeasuredServer,
  count: number,
  listeners: number,
  send: (number: number) => Promise<number>,
  times: ReadonlyMap<number, number[]>,
  everyMs = 0,
): Promise<Figures> {
  const [cpu, begun] = [cpuMs(server.pid), performance.now()]
  const sentAt = new Map<number, number>()
  for (let number = 0; number < count; number++) {
    const at = performance.now()
    sentAt.set(await send(number), at)
    const left = begun + (number + 1) * everyMs - performance.now()
    if (left > 0) await pause(left)
  }
  const isHeard = (key: number) => (times.get(key)?.length ?? 0) >= listeners
  for (const end = Date.now() + 60_000; ![...sentAt.keys()].every(isHeard) && Date.now() < end;) await pause(5)
  const took = (performance.now() - begun) / 1000
  const waits = [...sentAt].flatMap(([key, at]) => (times.get(key) ?? []).map((heardAt) => heardAt - at))
  if (waits.length < count * listeners) say(`Only ${waits.length} of ${count * listeners} were heard.`)
  return {
    perSecond: count / took,
    p50Ms: quantile(waits, 0.5),
    p99Ms: quantile(waits, 0.99),
    serverCpuMsEach: (cpuMs(server.pid) - cpu) / count,
  }
}

function noted() {
  const times = new Map<number, number[]>()
  const note = (key: number) => {
    const known = times.get(key)
    if (known) known.push(performance.now())
    else times.set(key, [performance.now()])
  }
  return { times, note }
}

async function bareFanOut(server: MeasuredServer, { sockets, messages }: Options): Promise<Figures> {
  const { times, note } = noted()
  const open = await openSockets(server.base, null, sockets, (text) => note(Number(text.split(' ')[1])))
  // As long as what Souk says of a message.
  const filling = 'x'.repeat(450)
  const [sender] = open
  const figures = await measured(
    server,
    messages,
    sockets,
    async (number) => {
      const echoed = new Promise((resolve) => sender!.once('message', resolve))
      sender!.send(`all ${number} ${filling}`)
      await echoed
      return number
    },
    times,
  )
  await closeAll(open)
  return figures
}

/** The shopper writes, and many screens of the shop have it. */
async function saidToMany(server: MeasuredServer, [shopper, keeper]: Pair, { sockets, messages }: Options, everyMs = 0): Promise<Figures> {
  const { times, note } = noted()
  const open = await openSockets(server.base, keeper, sockets, (text) => {
    // As cheaply as what a bare server says is looked at.
    const rev = /^\{"type":"changed","topic":"[^"]+","rev":(\d+),"said":/.exec(text)
    if (rev) note(Number(rev[1]))
  })
  await pause(1000)
  const send = async (number: number) => (await post(server.base, shopper, `${number}`)).rev
  const figures = await measured(server, messages, sockets, send, times, everyMs)
  await closeAll(open)
  return figures
}

async function post(base: string, { cookie, address, path }: Person, body: string): Promise<{ rev: number }> {
  const answer = await fetch(`${base}${path}/messages`, {
    method: 'POST',
    headers: { cookie, 'x-forwarded-for': address, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: crypto.randomUUID(), body }),
  })
  if (!answer.ok) throw new Error(`a message was answered with ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as { rev: number }
}

/** All at once: each waits for what they have sent before they send the next. */
async function inTurns(
  server: MeasuredServer,
  count: number,
  messages: number,
  send: (place: number) => Promise<number>,
): Promise<Figures> {
  const [cpu, begun] = [cpuMs(server.pid), performance.now()]
  const waits: number[] = []
  await Promise.all(
    Array.from({ length: count }, async (_, place) => {
      for (let number = 0; number < messages; number++) waits.push(await send(place))
    }),
  )
  const took = (performance.now() - begun) / 1000
  return {
    perSecond: waits.length / took,
    p50Ms: quantile(waits, 0.5),
    p99Ms: quantile(waits, 0.99),
    serverCpuMsEach: (cpuMs(server.pid) - cpu) / waits.length,
  }
}

async function bareEcho(server: MeasuredServer, { pairs, messages }: Options): Promise<Figures> {
  const open = await openSockets(server.base, null, pairs, () => {})
  const figures = await inTurns(server, pairs, messages, async (place) => {
    const at = performance.now()
    const echoed = new Promise((resolve) => open[place]!.once('message', resolve))
    open[place]!.send('x'.repeat(100))
    await echoed
    return performance.now() - at
  })
  await closeAll(open)
  return figures
}

/** The shopper writes; the shop's browser is told, fetches what there is after what it has unless it came along, and then has it. */
async function talkInPairs(server: MeasuredServer, pairs: readonly Pair[], { messages }: Options): Promise<Figures> {
  const known = pairs.map(() => 0)
  const waiting = new Map<string, () => void>()
  const open: WebSocket[] = []
  for (const [place, [, keeper]] of pairs.entries()) {
    let fetching: Promise<void> = Promise.resolve()
    const fetchNew = async () => {
      const headers = { cookie: keeper.cookie, 'x-forwarded-for': keeper.address }
      const answer = await fetch(`${server.base}${keeper.path}/messages?afterRev=${known[place]}`, { headers })
      const { items, lastRev } = (await answer.json()) as MessagePage
      known[place] = Math.max(lastRev, known[place]!)
      for (const { body } of items) waiting.get(`${place} ${body}`)?.()
    }
    const hear = (text: string) => {
      const { rev, said } = JSON.parse(text) as { rev?: number; said?: Said }
      if (said && rev === known[place]! + 1) {
        known[place] = rev
        waiting.get(`${place} ${said.message.body}`)?.()
      } else fetching = fetching.then(fetchNew)
    }
    open.push(await openSocket(server.base, keeper, keeper.address, hear))
    await fetchNew()
  }
  await pause(1000)
  let sent = 0
  const figures = await inTurns(server, pairs.length, Math.ceil(messages / 5), async (place) => {
    const at = performance.now()
    const body = `${++sent}`
    const isThere = new Promise<void>((resolve) => waiting.set(`${place} ${body}`, resolve))
    await post(server.base, pairs[place]![0], body)
    await isThere
    return performance.now() - at
  })
  await closeAll(open)
  return figures
}

/** What a socket that only waits adds to what the process holds, in kilobytes. */
async function memoryAtRest(server: MeasuredServer, person: Person | null, count: number): Promise<number> {
  await pause(2000)
  const before = residentMb(server.pid)
  const open = await openSockets(server.base, person, count, () => {})
  await pause(3000)
  const grown = residentMb(server.pid) - before
  await closeAll(open)
  return (grown * 1024) / count
}
