import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { openAccount } from '#server/domains/accounts'
import { buildIsStale, SERVER_ENTRY } from '../scripts/launch/production-build'
import { say, step, title } from '../scripts/launch/progress'
import { guess, type Flood } from './login-flood'
import { startMeasured, type MeasuredServer } from './measured-server'
import { residentMb } from './process-figures'
import { fixed, percent, printTable } from './table'
import { forSeconds, quantile, shopperPages, visit } from './visits'
import { openLoadWorld, type LoadWorld } from './world'

interface Options {
  tries: number
  parallel: number
  seconds: number
}

const PASSWORD = 'what they all chose'
/** How far the medians of a known and an unknown address may be apart. */
const TIMING_MARGIN = 0.1
const SLOWER_AT_MOST = 2
/** So many tries on one account are well below the limit of an account. */
const TRIES_AN_ACCOUNT = 8

/**
 * Measures whether the time of a sign-in tells that an address has an account, and what many sign-ins at once leave of
 * the other pages. Fails when it does, or when too little is left.
 */
export async function measureLogin(options: Options): Promise<void> {
  if (buildIsStale())
    execFileSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.tools.json', 'scripts/build.ts'], {
      stdio: 'inherit',
    })
  title(`Sign-in: ${options.tries} tries for the timing, ${options.parallel} at once for ${options.seconds} s`)
  const world = await openLoadWorld(500)
  const emails = await step('Accounts', () => openAccounts(world, options.parallel))
  const souk = await startMeasured(SERVER_ENTRY, { path: '/readyz', env: world.env })

  try {
    const isEqual = await measureTiming(souk, emails, options)
    const isServed = await measureOthers(souk, world, emails, options)
    if (!isEqual || !isServed) process.exitCode = 1
  } finally {
    await souk.stop()
    await world.stop()
  }
}

/** Accounts with one password, kept for the next run. */
async function openAccounts(world: LoadWorld, count: number): Promise<string[]> {
  const emails = Array.from({ length: count }, (_, number) => `login-${number}@bench.example`)
  await world.use(async (ctx) => {
    for (const email of emails)
      await openAccount(ctx, { name: 'Somebody', email, password: PASSWORD }).catch((error) => {
        if (error.code !== 'accounts.email_taken') throw error
      })
  })
  return emails
}

/** In turns, since the machine's speed changes while one measures. */
async function measureTiming(souk: MeasuredServer, emails: string[], { tries }: Options): Promise<boolean> {
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  for (let number = -20; number < tries; number++) {
    const account = Math.floor((number + 20) / TRIES_AN_ACCOUNT)
    const known = emails[account % emails.length]!
    for (const [kind, email] of [
      ['known', known],
      ['unknown', `x${known}`],
    ] as const) {
      const start = performance.now()
      const status = await guess(souk.base, { email, password: 'not the password' }, number + 5000)
      if (status !== 401) throw new Error(`a wrong password was answered with ${status}`)
      if (number >= 0) times[kind].push(performance.now() - start)
    }
  }

  const [known, unknown] = [quantile(times.known, 0.5), quantile(times.unknown, 0.5)]
  const apart = Math.abs(known - unknown) / Math.min(known, unknown)
  printTable(
    ['wrong password', 'p50 ms', 'p95 ms'],
    (['known', 'unknown'] as const).map((kind) => [
      `${kind} address`,
      fixed(quantile(times[kind], 0.5), 2),
      fixed(quantile(times[kind], 0.95), 2),
    ]),
  )
  say(`The medians are ${percent(apart)} apart; at most ${percent(TIMING_MARGIN)} are granted.`)
  return apart <= TIMING_MARGIN
}

async function measureOthers(souk: MeasuredServer, world: LoadWorld, emails: string[], options: Options): Promise<boolean> {
  const pages = shopperPages(world)
  await visit(souk.base, pages, forSeconds(2))
  const quiet = await visit(souk.base, pages, forSeconds(options.seconds))
  const idleMb = residentMb(souk.pid)

  const flood = fork(new URL('./login-flood.ts', import.meta.url), { execArgv: process.execArgv })
  flood.send({ base: souk.base, emails, password: PASSWORD, seconds: options.seconds + 2 } satisfies Flood)
  await pause(1000)
  const [busy, peakMb] = await Promise.all([visit(souk.base, pages, forSeconds(options.seconds)), peak(souk, options.seconds)])
  const [statuses] = (await once(flood, 'message')) as [Record<string, number>]

  const ratio = quantile(busy, 0.95) / quantile(quiet, 0.95)
  printTable(
    ['other pages', 'requests', 'p50 ms', 'p95 ms', 'memory MB'],
    [
      ['quiet', String(quiet.length), fixed(quantile(quiet, 0.5), 2), fixed(quantile(quiet, 0.95), 2), fixed(idleMb, 0)],
      [
        `${emails.length} sign-ins at once`,
        String(busy.length),
        fixed(quantile(busy, 0.5), 2),
        fixed(quantile(busy, 0.95), 2),
        fixed(peakMb, 0),
      ],
    ],
  )
  say(`Sign-ins answered: ${JSON.stringify(statuses)}; p95 of the other pages is ${fixed(ratio, 2)} times the quiet one.`)
  return ratio < SLOWER_AT_MOST
}

async function peak(souk: MeasuredServer, seconds: number): Promise<number> {
  let most = 0
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(50)) most = Math.max(most, residentMb(souk.pid))
  return most
}
