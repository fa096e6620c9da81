import { problemsOfLanguages, problemsOfPage, sharedWords } from './check-page'
import { readStructuredData, type StructuredData } from './google-rules'
import { readPage, type PageFacts } from './read-page'
import { readSitemap, type SitemapAddress } from './read-sitemaps'
import { readRobots, type RobotsRules } from './robots-rules'
import { differencesFromSeen } from './same-as-seen'
import { unknownToSchemaOrg } from './vocabulary'

export interface CrawlReport {
  sitemaps: number
  /** Pages that the sitemaps name, and others that search engines may keep: further pages of lists. */
  inSitemaps: number
  furtherPages: number
  /** Addresses that only had to answer. */
  otherAddresses: number
  /** Addresses that were not asked because there were more than was wished. */
  left: number
  images: number
  /** How many blocks of each type. */
  structured: Record<string, number>
  findings: { address: string; problem: string }[]
}

export interface CrawlOptions {
  most?: number
  atOnce?: number
  onProgress?: (asked: number) => void
}

interface Crawl {
  /** What the site calls itself, and where it answers. */
  site: string
  base: string
  robots: RobotsRules
  named: Map<string, SitemapAddress>
  pages: Map<string, PageFacts>
  blocks: { address: string; data: object }[]
  /** Addresses still to be asked; those that a page links to with that page. */
  waiting: string[]
  linkedFrom: Map<string, string>
  report: CrawlReport
}

/**
 * Reads a running site as a search engine does: robots.txt, every sitemap, every page in them, and whatever those pages
 * link to. `base` is where the site answers, which need not be what it calls itself.
 */
export async function crawlSite(base: string, { most = Infinity, atOnce = 4, onProgress }: CrawlOptions = {}): Promise<CrawlReport> {
  const crawl = await beginCrawl(base)
  const { waiting, report, named, pages, blocks } = crawl

  let asked = 0
  let working = 0
  async function work(): Promise<void> {
    while (waiting.length > 0 || working > 0) {
      const address = waiting.shift()
      if (address === undefined) await new Promise((resolve) => setTimeout(resolve, 10))
      else if (asked >= most) report.left++
      else {
        working++
        asked++
        onProgress?.(asked)
        await visit(crawl, address).catch((error: unknown) => complain(crawl, address, `could not be read: ${String(error)}`))
        working--
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await askForImages(crawl)

  const unknown = unknownToSchemaOrg(blocks.map(({ data }) => data))
  for (const [index, problems] of unknown.entries()) complain(crawl, blocks[index]!.address, ...problems)
  if (report.left === 0) for (const [address, problem] of problemsOfLanguages(pages)) complain(crawl, address, problem)
  for (const key of ['title', 'description'] as const)
    for (const [address, problem] of sharedWords(pages, key)) complain(crawl, address, problem)

  report.inSitemaps = [...pages.keys()].filter((address) => named.has(address)).length
  report.furtherPages = pages.size - report.inSitemaps
  report.findings.sort((one, other) => (one.address < other.address ? -1 : 1))
  return report
}

const complain = ({ report }: Crawl, address: string, ...problems: string[]) =>
  report.findings.push(...problems.map((problem) => ({ address, problem })))

async function ask({ site, base }: Pick<Crawl, 'site' | 'base'>, address: string, method = 'GET') {
  const answer = await fetch(address.replace(site, base), { method, redirect: 'manual', headers: { accept: 'text/html,*/*' } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

async function beginCrawl(base: string): Promise<Crawl> {
  const robots = readRobots(await (await fetch(`${base}/robots.txt`)).text())
  const [index] = robots.sitemaps
  if (index === undefined) throw new Error(`${base}/robots.txt names no sitemap.`)

  const counts = { sitemaps: 0, inSitemaps: 0, furtherPages: 0, otherAddresses: 0, left: 0, images: 0 }
  const report: CrawlReport = { ...counts, structured: {}, findings: [] }
  const named = new Map<string, SitemapAddress>()
  const crawl: Crawl = {
    site: new URL(index).origin,
    base,
    robots,
    named,
    pages: new Map(),
    blocks: [],
    waiting: [],
    linkedFrom: new Map(),
    report,
  }

  const files = [index]
  for (const file of files) {
    const { status, text } = await ask(crawl, file)
    const sitemap = readSitemap(text)
    complain(crawl, file, ...(status === 200 ? sitemap.problems : [`answers ${status}`]))
    for (const entry of sitemap.entries) {
      if (named.has(entry.address)) complain(crawl, entry.address, 'is in two sitemaps')
      named.set(entry.address, entry)
    }
    files.push(...sitemap.files.filter((other) => !files.includes(other)))
  }
  for (const [address, problem] of problemsOfLanguages(named)) complain(crawl, address, `in the sitemap: ${problem}`)
  report.sitemaps = files.length
  crawl.waiting.push(...named.keys())
  return crawl
}

async function visit(crawl: Crawl, address: string): Promise<void> {
  const { site, robots, named, pages, linkedFrom, report } = crawl
  const [entry, from] = [named.get(address), linkedFrom.get(address)]
  const { status, headers, text } = await ask(crawl, address)
  if (status >= 400) return void complain(crawl, address, from ? `answers ${status} and is linked from ${from}` : `answers ${status}`)
  if (status >= 300) {
    const target = URL.parse(headers.get('location') ?? '', address)
    if (entry) complain(crawl, address, `is in the sitemap and leads to ${target?.href}`)
    report.otherAddresses++
    if (target?.origin === site) follow(crawl, target.href, from ?? address)
    return
  }

  const { pathname, search } = new URL(address)
  const mayRead = robots.mayRead(pathname + search)
  const page = mayRead && headers.get('content-type')?.startsWith('text/html') ? readPage(text, address, headers) : null
  for (const link of page?.links ?? []) if (new URL(link).origin === site) follow(crawl, link, address)
  const mayKeep = page !== null && !/noindex|none/.test(page.robots)
  const isAnothers = mayKeep && page.canonical !== address && (named.has(page.canonical ?? '') || pages.has(page.canonical ?? ''))
  if (entry && !mayKeep)
    complain(crawl, address, mayRead ? 'is in the sitemap and must not be kept' : 'is in the sitemap and must not be read')
  if (page && mayKeep) readBlocks(crawl, address, page)
  if (!mayKeep || (isAnothers && !entry)) return void report.otherAddresses++

  pages.set(address, page)
  complain(crawl, address, ...problemsOfPage(address, page, entry))
}

function follow({ named, linkedFrom, waiting }: Crawl, link: string, from: string): void {
  if (named.has(link) || linkedFrom.has(link)) return
  linkedFrom.set(link, from)
  waiting.push(link)
}

function readBlocks(crawl: Crawl, address: string, page: PageFacts): void {
  const good: StructuredData[] = []
  for (const text of page.structured) {
    const data = parseObject(text)
    const { block, problems } = readStructuredData(data)
    complain(crawl, address, ...problems)
    if (block) good.push(block)
    if (block) crawl.report.structured[block['@type']] = (crawl.report.structured[block['@type']] ?? 0) + 1
    if (data) crawl.blocks.push({ address, data })
  }
  complain(crawl, address, ...differencesFromSeen(page, good, address))
}

function parseObject(text: string): object | null {
  try {
    const data: unknown = JSON.parse(text)
    return typeof data === 'object' ? data : null
  } catch {
    return null
  }
}

async function askForImages(crawl: Crawl): Promise<void> {
  const images = new Set([...crawl.named.values()].flatMap((entry) => entry.images))
  crawl.report.images = images.size
  for (const image of images) {
    const { status, headers } = await ask(crawl, image, 'HEAD')
    const type = headers.get('content-type') ?? ''
    if (status !== 200 || !type.startsWith('image/')) complain(crawl, image, `is in the sitemap and answers ${status} with ${type}`)
  }
}
