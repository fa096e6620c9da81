/** An element of a page that Souk has written: its HTML closes what it opens and quotes its attributes. */
export interface Element {
  name: string
  attributes: Record<string, string>
  parent: Element | null
  children: (Element | string)[]
}

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'])
/** What is inside is text, whatever it looks like. */
const RAW = new Set(['script', 'style', 'textarea', 'title'])
const TAG = /<!--[\s\S]*?-->|<!doctype[^>]*>|<(\/?)([a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi
const ATTRIBUTE = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0', thinsp: '\u2009', shy: '\u00AD' }

const decode = (text: string) =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, number?: string, name?: string) =>
    name ? (NAMED[name] ?? whole) : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(number)),
  )

/** The page as a tree. */
export function parseHtml(html: string): Element {
  const root: Element = { name: '#page', attributes: {}, parent: null, children: [] }
  let open = root
  let end = 0
  const addText = (until: number) => {
    if (until > end) open.children.push(decode(html.slice(end, until)))
  }

  TAG.lastIndex = 0
  for (let tag = TAG.exec(html); tag; tag = TAG.exec(html)) {
    addText(tag.index)
    end = TAG.lastIndex
    const [, closing, written, attributes] = tag
    if (!written) continue
    const name = written.toLowerCase()
    if (closing) {
      open = closest(open, name)?.parent ?? open
      continue
    }
    const element: Element = { name, attributes: attributesOf(attributes!), parent: open, children: [] }
    open.children.push(element)
    if (RAW.has(name)) {
      const close = html.slice(end).search(new RegExp(`</${name}\\s*>`, 'i'))
      const stop = close === -1 ? html.length : end + close
      const text = html.slice(end, stop)
      element.children.push(name === 'script' || name === 'style' ? text : decode(text))
      end = TAG.lastIndex = html.indexOf('>', stop) + 1 || html.length
    } else if (!VOID.has(name) && !attributes!.endsWith('/')) open = element
  }
  addText(html.length)
  return root
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, name, double, single, bare] of text.matchAll(ATTRIBUTE))
    attributes[name!.toLowerCase()] ??= decode(double ?? single ?? bare ?? '')
  return attributes
}

/** The element itself or the nearest around it with this name. */
export function closest(element: Element | null, name: string): Element | null {
  for (let at = element; at; at = at.parent) if (at.name === name) return at
  return null
}

/** Every element below with this name, in the order of the page. */
export function findAll(element: Element, name: string): Element[] {
  return element.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...findAll(child, name)],
  )
}

const NOT_READ = new Set(['script', 'style', 'noscript', 'template'])
const BLOCKS = /^(?:article|div|dd|dl|dt|figure|footer|h\d|header|li|main|nav|ol|p|section|table|td|tr|ul)$/

/** What it says, with single spaces. */
export const textOf = (element: Element): string => words(element).replace(/\s+/g, ' ').trim()

function words(element: Element): string {
  const text = element.children.map((child) => (typeof child === 'string' ? child : NOT_READ.has(child.name) ? '' : words(child))).join('')
  return BLOCKS.test(element.name) ? ` ${text} ` : text
}
