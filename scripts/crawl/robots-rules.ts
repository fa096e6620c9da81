/** What robots.txt asks of everybody. */
export interface RobotsRules {
  sitemaps: string[]
  /** Whether the path, with its query, may be read: the longest rule that fits it decides, and of two the kinder. */
  mayRead: (path: string) => boolean
}

interface Rule {
  allows: boolean
  length: number
  pattern: RegExp
}

/** Reads the group for `*`, with `*` and `$` in paths as RFC 9309 has them. */
export function readRobots(text: string): RobotsRules {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const [, field, value] = /^\s*([\w-]+)\s*:\s*(.*?)\s*(?:#.*)?$/.exec(line) ?? []
    return field ? [{ field: field.toLowerCase(), value: value! }] : []
  })

  const rules: Rule[] = []
  let forAll = false
  let names = false
  for (const { field, value } of lines) {
    if (field === 'user-agent') {
      forAll = value === '*' || (names && forAll)
      names = true
      continue
    }
    names = false
    if (forAll && value && (field === 'allow' || field === 'disallow'))
      rules.push({ allows: field === 'allow', length: value.length, pattern: patternOf(value) })
  }

  return {
    sitemaps: lines.filter(({ field }) => field === 'sitemap').map(({ value }) => value),
    mayRead(path) {
      const fitting = rules.filter(({ pattern }) => pattern.test(path))
      const longest = Math.max(...fitting.map(({ length }) => length))
      return fitting.length === 0 || fitting.some(({ allows, length }) => allows && length === longest)
    },
  }
}

function patternOf(path: string): RegExp {
  const isWhole = path.endsWith('$')
  const body = (isWhole ? path.slice(0, -1) : path).split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${body.join('.*')}${isWhole ? '$' : ''}`)
}
