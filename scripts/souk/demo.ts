import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { demoCode } from '#server/domains/accounts'
import type { Config } from '#server/platform/config/config'
import type { Context } from '#server/platform/context'
import type { EmbeddedParts } from '../launch/embedded-parts'
import { dataFolder } from '../launch/environment'
import { say, step } from '../launch/progress'
import { Refusal } from '../launch/refusal'
import { seedDemo, type DemoAccount } from '../seed/demo/seed-demo'
import { withWorld } from './open-world'

const accountsFile = () => path.join(dataFolder(), 'demo.json')
/** There while the demo is being made for the first time, so that one that was interrupted is known. */
const unfinishedFile = () => path.join(dataFolder(), 'demo-unfinished')

/** The demo's accounts with their passwords; none where there is no demo. */
const demoAccounts = (): DemoAccount[] =>
  existsSync(accountsFile()) ? (JSON.parse(readFileSync(accountsFile(), 'utf8')) as DemoAccount[]) : []

/** Half a demo is none: what an interrupted start left is thrown away before anybody has seen it. */
export async function forgetUnfinishedDemo(parts: EmbeddedParts): Promise<void> {
  if (!existsSync(unfinishedFile())) return
  await parts.empty()
  rmSync(unfinishedFile())
}

/** Stocks the marketplace on the first start of the demo. */
export async function seedDemoIfEmpty(config: Config): Promise<void> {
  await withWorld(config, async (ctx) => {
    if (!(await isEmpty(ctx))) return
    writeFileSync(unfinishedFile(), '')
    await step('Demo marketplace (once)', () => seedDemoAccounts(ctx))
    rmSync(unfinishedFile())
  })
}

/** Fills an empty marketplace and keeps the accounts' passwords in a file that only its owner reads. */
export async function seedDemoAccounts(ctx: Context): Promise<void> {
  if (!ctx.config.demo) throw new Refusal('Demo accounts exist in demo mode only, that is without a DATABASE_URL.')
  if (!(await isEmpty(ctx))) throw new Refusal('This marketplace has accounts already; the demo is for an empty one.')
  const accounts = await seedDemo(ctx, { report: (what) => say(`    ${what}`) })
  writeFileSync(accountsFile(), JSON.stringify(accounts, null, 2), { mode: 0o600 })
}

/** Tells who can sign in, and where to look. */
export function announceDemo(address: string): void {
  for (const { who, email, password } of demoAccounts()) say(`  ${who.padEnd(8)} ${email.padEnd(28)} ${password}`)
  say()
  say('  The admin also needs a code:   npm run souk -- demo code')
  say(`  Mails land at:                 ${address}/dev/mail`)
  say('  Pay with the test card:        4242 4242 4242 4242')
  say(`\n  This is a demonstration: everything lives in ${dataFolder()}, payments are not real. Stop with Ctrl-C.\n`)
}

/** The six digits that the demo's admin is asked for right now. */
export function currentDemoCode(): string {
  const admin = demoAccounts().find((account) => account.totpSecret)
  if (!admin) throw new Refusal('There is no demo here. Start it with: npm start')
  return demoCode({ now: new Date() }, admin.totpSecret!)
}

async function isEmpty(ctx: Context): Promise<boolean> {
  const [row] = await ctx.db.execute<{ empty: boolean }>(sql`select not exists (select 1 from users) as empty`)
  return row!.empty
}
