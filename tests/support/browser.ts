import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test as base, type BrowserContext, type Page, type WebSocket } from '@playwright/test'
import type { DemoAccount } from '../../scripts/seed/demo/seed-demo'

interface Options {
  /** What the browser says on purpose in this test. */
  expectedMessages: RegExp | undefined
}

interface Fixtures {
  /** Opens the browser of one more person, at an address of their own. */
  newPerson: () => Promise<Page>
  /** What pages complained about: errors, hydration mismatches, refused scripts, broken answers. Fails the test. */
  complaints: string[]
}

let people = 0

/** Each simulated person counts as one for the rate limits, as they would from homes of their own. */
function ownAddress(worker: number): Record<string, string> {
  const person = ++people
  return { 'x-forwarded-for': `10.${worker % 256}.${(person >> 8) % 256}.${person % 256}` }
}

function watch(context: BrowserContext, complain: (what: string) => void): void {
  context.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' || /hydrat/i.test(text)) complain(`${message.page()?.url()}: ${text}`)
  })
  context.on('weberror', (error) => complain(`${error.page()?.url()}: ${error.error()}`))
  context.on('response', (response) => {
    if (response.status() >= 500) complain(`${response.status()} ${response.url()}`)
  })
}

/** Playwright's test for people with addresses of their own, on pages that may not complain. */
export const test = base.extend<Options & Fixtures>({
  expectedMessages: [undefined, { option: true }],

  complaints: [
    async ({ context, expectedMessages }, use, info) => {
      const complaints: string[] = []
      await context.setExtraHTTPHeaders(ownAddress(info.workerIndex))
      watch(context, (what) => void complaints.push(what))

      await use(complaints)
      expect(complaints.filter((what) => !expectedMessages?.test(what))).toEqual([])
    },
    { auto: true },
  ],

  newPerson: async ({ browser, contextOptions, complaints }, use, info) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, extraHTTPHeaders: ownAddress(info.workerIndex) })
      contexts.push(context)
      watch(context, (what) => void complaints.push(what))
      return context.newPage()
    })
    for (const context of contexts) await context.close()
  },
})

export { expect }

const ACCESSIBILITY_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Fails when axe finds anything against WCAG 2.2 AA on the page as it stands, or within parts of it. */
export async function expectAccessible(page: Page, { within = [] as readonly string[] } = {}): Promise<void> {
  // What is scrolled half beneath the header is no smaller for that.
  await page.evaluate('scrollTo({ top: 0, behavior: "instant" })')
  // In the page itself: there are no frames of others, and a second page for each look takes a second.
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(ACCESSIBILITY_RULES)
    .setLegacyMode()
  for (const part of within) axe.include(part)
  const { violations } = await axe.analyze()
  // A line each, so that a log that is cut still tells them.
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} at ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`),
  )
  expect(found).toEqual([])
}

/** Waits until a page is alive: what is pressed on buttons before is held for it, but keys are not. */
export async function expectAlive(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate('window.useNuxtApp?.().isHydrating')).toBe(false)
}

/** The socket that a page opened last from now on: a page that is being left may still open one, whose end nobody hears of. */
export function newestSocket(page: Page): () => WebSocket | undefined {
  const sockets: WebSocket[] = []
  page.on('websocket', (socket) => sockets.push(socket))
  return () => sockets.at(-1)
}

const dataFolder = () => process.env.SOUK_E2E_DATA!

/** An account of the demo marketplace. */
export function demoAccount(who: DemoAccount['who']): DemoAccount {
  const accounts = JSON.parse(readFileSync(path.join(dataFolder(), 'demo.json'), 'utf8')) as DemoAccount[]
  return accounts.find((account) => account.who === who)!
}

function runTool(...args: string[]) {
  const env = { ...process.env, SOUK_DATA: dataFolder() }
  return spawnSync(process.execPath, ['.output/server/souk.mjs', ...args], { env, encoding: 'utf8' })
}

/** What the operator's tool says of this worker's marketplace; where it fails, that is the error. */
export function askTool(...args: string[]): string {
  const { status, stdout, stderr } = runTool(...args)
  if (status !== 0) throw new Error(`souk ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`)
  return stdout
}

/** Fails with what the doctor found where an invariant of this worker's marketplace does not hold. */
export function expectAllInvariants(): void {
  const { stdout, stderr } = runTool('doctor')
  expect(`${stderr}${stdout}`.split('\n').filter((line) => line && !line.startsWith('  ok '))).toEqual([
    expect.stringMatching(/^All \d+ invariants hold\.$/),
  ])
}

/** The six digits that the demo's admin is asked for now, as the operator's tool tells them. */
export const demoCode = (): string => askTool('demo', 'code').trim()
