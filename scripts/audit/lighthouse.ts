import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'

export interface LabFigures {
  lcpMs: number
  cls: number
  tbtMs: number
  /** Transferred before any interaction, in bytes as they travel. */
  scriptBytes: number
  styleBytes: number
  performance: number
}

/** Lighthouse's lab figures on a phone with a processor four times slower: the median of several runs. */
export async function measureInLab(url: string, options: { chromium: string; runs: number }): Promise<LabFigures> {
  const runs: LabFigures[] = []
  for (let run = 0; run < options.runs; run++) runs.push(await once(url, options.chromium))
  const middle = (pick: (figures: LabFigures) => number) => runs.map(pick).sort((a, b) => a - b)[Math.floor(runs.length / 2)]!

  return {
    lcpMs: middle((run) => run.lcpMs),
    cls: middle((run) => run.cls),
    tbtMs: middle((run) => run.tbtMs),
    scriptBytes: middle((run) => run.scriptBytes),
    styleBytes: middle((run) => run.styleBytes),
    performance: middle((run) => run.performance),
  }
}

async function once(url: string, chromePath: string): Promise<LabFigures> {
  const chrome = await launch({
    chromePath,
    chromeFlags: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      '--no-first-run',
    ],
  })
  try {
    const result = await lighthouse(url, { port: chrome.port, onlyCategories: ['performance'], logLevel: 'error', output: 'json' })
    const { audits, categories } = result!.lhr
    const requests =
      (audits['network-requests']!.details as { items?: { resourceType: string; transferSize: number }[] } | undefined)?.items ?? []
    const transferred = (type: string) =>
      requests.filter((request) => request.resourceType === type).reduce((all, request) => all + request.transferSize, 0)

    return {
      lcpMs: audits['largest-contentful-paint']!.numericValue!,
      cls: audits['cumulative-layout-shift']!.numericValue!,
      tbtMs: audits['total-blocking-time']!.numericValue!,
      scriptBytes: transferred('Script'),
      styleBytes: transferred('Stylesheet'),
      performance: categories.performance!.score!,
    }
  } finally {
    chrome.kill()
  }
}
