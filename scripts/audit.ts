import { findWithAxe } from './audit/accessibility'
import { measureInLab } from './audit/lighthouse'
import { openDemoSite } from './audit/server'
import { say, title } from './launch/progress'
import { fixed, printTable } from '../bench/table'
import { findProgram } from './machine/find-program'

const RUNS = 5
/** The limits of a page on first load; sizes are compressed, in bytes. */
const BUDGET = { lcpMs: 2500, cls: 0.1, scriptBytes: 120_000, styleBytes: 30_000 }

/** Lighthouse on the pages where shoppers arrive, and axe on every page in both themes. */
const chromium = findProgram('chromium')
if (!chromium) throw new Error('Chromium is missing. Install it with: apt-get install chromium')
const site = await openDemoSite()
try {
  title(`Lab figures: a phone, four times slower, median of ${RUNS}`)
  let over = 0
  const rows: string[][] = []
  for (const name of ['home', 'category', 'product'] as const) {
    const figures = await measureInLab(site.base + site.pages[name], { chromium, runs: RUNS })
    over += (Object.keys(BUDGET) as (keyof typeof BUDGET)[]).filter((key) => figures[key] > BUDGET[key]).length
    rows.push([
      name,
      fixed(figures.lcpMs / 1000, 2),
      fixed(figures.cls, 3),
      fixed(figures.tbtMs, 0),
      fixed(figures.scriptBytes / 1000),
      fixed(figures.styleBytes / 1000),
      fixed(figures.performance * 100, 0),
    ])
  }
  printTable(['page', 'LCP s', 'CLS', 'TBT ms', 'JS kB', 'CSS kB', 'score'], rows)

  title('Accessibility: axe on every page, both themes, phone and desktop')
  const findings = await findWithAxe(site, chromium)
  for (const { page, rule, where } of findings) say(`  ${page}: ${rule} at ${where}`)
  say(`\n${over} budgets passed over, ${findings.length} findings.\n`)
  process.exitCode = over + findings.length > 0 ? 1 : 0
} finally {
  await site.stop()
}
