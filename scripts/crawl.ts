import { stdout } from 'node:process'
import { crawlSite } from './crawl/crawl-site'
import { say, title } from './launch/progress'

const SAID_EVERY = 100
const MOST_SHOWN = 200

/** `npm run crawl -- URL [how many]`: what a search engine would find wrong with a running site. */
const [base, most] = process.argv.slice(2)
if (!base || !URL.canParse(base)) {
  say('Usage: npm run crawl -- https://market.example [how many addresses at most]')
  process.exit(2)
}

title(`Crawling ${base}`)
const begun = performance.now()
const { findings, structured, ...counts } = await crawlSite(new URL(base).origin, {
  most: most ? Number(most) : undefined,
  onProgress: (asked) => asked % SAID_EVERY === 0 && stdout.write(`  ${asked} addresses …\n`),
})

for (const { address, problem } of findings.slice(0, MOST_SHOWN)) say(`  ${address} ${problem}`)
if (findings.length > MOST_SHOWN) say(`  and ${findings.length - MOST_SHOWN} more`)
say(`
  ${counts.inSitemaps} pages of ${counts.sitemaps} sitemaps, ${counts.furtherPages} further pages of lists, ${counts.otherAddresses} other addresses, ${counts.images} pictures${counts.left ? `, ${counts.left} left` : ''}
  structured data: ${Object.entries(structured)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ')}
  ${findings.length} findings in ${((performance.now() - begun) / 1000).toFixed(0)} s
`)
process.exitCode = findings.length > 0 ? 1 : 0
