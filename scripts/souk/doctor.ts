import { inspectMarketplace } from '#server/domains/checkout'
import { say } from '../launch/progress'
import { command } from './command'
import { withMarketplace } from './open-world'

export const doctorCommand = command({
  meta: { name: 'doctor', description: 'Checks that every invariant of the marketplace holds; exit code 1 if one does not' },
  run: () =>
    withMarketplace(async (ctx) => {
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
