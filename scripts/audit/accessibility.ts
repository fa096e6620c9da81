import AxeBuilder from '@axe-core/playwright'
import { chromium } from '@playwright/test'
import type { AuditedSite } from './server'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } }

export interface AxeFinding {
  page: string
  rule: string
  where: string
}

/** What axe finds on every page, in both themes, on a phone and at a desk. */
export async function findWithAxe(site: AuditedSite, executablePath: string): Promise<AxeFinding[]> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  const findings: AxeFinding[] = []
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        const context = await browser.newContext({ colorScheme, viewport, reducedMotion: 'reduce' })
        for (const [name, path] of Object.entries(site.pages)) {
          const page = await context.newPage()
          await page.goto(site.base + path, { waitUntil: 'networkidle' })
          const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
          for (const violation of violations) {
            for (const node of violation.nodes)
              findings.push({ page: `${name}, ${colorScheme}, ${size}`, rule: violation.id, where: node.target.join(' ') })
          }
          await page.close()
        }
        await context.close()
      }
    }
  } finally {
    await browser.close()
  }
  return findings
}
