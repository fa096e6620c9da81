import { inspectMarketplace, repairMarketplace } from '#server/domains/checkout'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { say } from '../launch/progress'
import { command } from './command'
import { withMarketplace } from './open-world'

export const doctorCommand = command({
  meta: { name: 'doctor', description: 'Checks that every invariant of the marketplace holds; exit code 1 if one does not' },
  args: {
    repair: { type: 'string', description: 'An invariant, as it is written here, whose copies are made anew first' },
    reason: { type: 'string', description: 'Why it is repaired; the audit keeps it' },
  },
  run: ({ args }) =>
    withMarketplace(async (ctx) => {
      if (args.repair) await repair(ctx, args.repair, args.reason ?? '')
      const findings = await inspectMarketplace(ctx)
      for (const { invariant, ok, rows, examples } of findings) {
        say(`  ${ok ? 'ok    ' : 'FAILED'}  ${invariant}${ok ? '' : ` (${rows})`}`)
        for (const example of examples) say(`            ${JSON.stringify(example)}`)
      }
      const failed = findings.filter(({ ok }) => !ok).length
      say(failed === 0 ? `\nAll ${findings.length} invariants hold.` : `\n${failed} of ${findings.length} invariants do not hold.`)
      if (failed > 0) process.exitCode = 1
    }),
})

async function repair(ctx: Context, invariant: string, reason: string): Promise<void> {
  if (reason.trim().length < 3) throw new Error('Please say why: --reason "…"')
  say(`  ${await repairMarketplace(ctx, systemActor, { invariant, reason })} made anew: ${invariant}\n`)
}
