import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { demoCode } from '#server/domains/accounts'
import type { Config } from '#server/platform/config/config'
import type { Context } from '#server/platform/context'
import { dataFolder } from '../launch/embedded-parts'
import { say, step } from '../launch/progress'
import { seedDemo, type DemoAccount } from '../seed/demo/seed-demo'
import { withWorld } from './open-world'

const accountsFile = () => path.join(dataFolder(), 'demo.json')

/** The demo's accounts with their passwords; none where there is no demo. */
export const demoAccounts = (): DemoAccount[] =>
  existsSync(accountsFile()) ? (JSON.parse(readFileSync(accountsFile(), 'utf8')) as DemoAccount[]) : []

/** Stocks the marketplace on the first start of the demo. */
export async function seedDemoIfEmpty(config: Config): Promise<void> {
  await withWorld(config, async (ctx) => {
    if (await isEmpty(ctx)) await step('Demo marketplace (once)', () => seedDemoAccounts(ctx))
  })
}

/** Fills an empty marketplace and keeps the accounts' passwords in a file that only its owner reads. */
export async function seedDemoAccounts(ctx: Context): Promise<void> {
  if (!(await isEmpty(ctx))) throw new Error('This marketplace has accounts already; the demo is for an empty one.')
  const accounts = await seedDemo(ctx, { report: (what) => say(`    ${what}`) })
  writeFileSync(accountsFile(), JSON.stringify(accounts, null, 2), { mode: 0o600 })
}

/** The six digits that the demo's admin is asked for right now. */
export function currentDemoCode(): string {
  const admin = demoAccounts().find((account) => account.totpSecret)
  if (!admin) throw new Error('There is no demo here. Start it with: npm start')
  return demoCode({ now: new Date() }, admin.totpSecret!)
}

async function isEmpty(ctx: Context): Promise<boolean> {
  const [row] = await ctx.db.execute<{ empty: boolean }>(sql`select not exists (select 1 from users) as empty`)
  return row!.empty
}
