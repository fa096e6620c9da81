const first = (table: Record<string, RegExp>, text: string) => Object.keys(table).find((name) => table[name]!.test(text))

/** In this order: browsers name their relatives too. */
const BROWSERS = { Edge: /Edg/, Opera: /OPR\//, Firefox: /Firefox|FxiOS/, Chrome: /Chrome|CriOS/, Safari: /Safari/ }
const SYSTEMS = { iPhone: /iPhone/, iPad: /iPad/, Android: /Android/, Windows: /Windows/, Mac: /Macintosh/, Linux: /Linux/ }

/** `Firefox, Windows`, as far as a user agent tells; null when it tells nothing. */
export function deviceName(userAgent: string | null): string | null {
  const known = [first(BROWSERS, userAgent ?? ''), first(SYSTEMS, userAgent ?? '')].filter(Boolean)
  return known.length > 0 ? known.join(', ') : null
}
