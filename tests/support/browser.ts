import { execFileSync } from 'node:child_process'
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
  const axe = new AxeBuilder({ page }).withTags(ACCESSIBILITY_RULES)
  for (const part of within) axe.include(part)
  const { violations } = await axe.analyze()
  const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.target.join(' ')) }))
  expect(found).toEqual([])
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

/** The six digits that the demo's admin is asked for now, as the operator's tool tells them. */
export function demoCode(): string {
  const env = { ...process.env, SOUK_DATA: dataFolder() }
  return execFileSync(process.execPath, ['.output/server/souk.mjs', 'demo', 'code'], { env, encoding: 'utf8' }).trim()
}
