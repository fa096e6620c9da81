/**
 * Rich text is HTML of a few elements, cleaned by the server (`cleanRichText`): paragraphs, two levels of headings, lists,
 * quotations, tables, links and emphasis. What is here works on such text only.
 */

const ENDS_A_LINE = /<(?:br|hr)\b[^<>]*>|<\/(?:p|h3|h4|li|blockquote|tr)>/g
const ENDS_A_CELL = /<\/(?:td|th)>/g
const TAG = /<[^<>]*>/g
const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' }

/** The words of a rich text, a line for each paragraph or item. */
export function plainTextOf(html: string): string {
  return html
    .replace(/\s+/g, ' ')
    .replace(ENDS_A_LINE, '\n')
    .replace(ENDS_A_CELL, ' ')
    .replace(TAG, '')
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity]!)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n')
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const LIST_ITEM = /^[-*•]\s+/

/** Plain text as rich text: a blank line ends a paragraph, lines that begin with `- ` are a list. */
export function richTextOf(plain: string): string {
  const html: string[] = []
  let open: 'p' | 'ul' | null = null
  const openAs = (next: typeof open) => {
    if (open === next) return
    if (open) html.push(`</${open}>`)
    if (next) html.push(`<${next}>`)
    open = next
  }

  for (const line of escape(plain)
    .split('\n')
    .map((line) => line.trim())) {
    if (line === '') openAs(null)
    else if (LIST_ITEM.test(line)) {
      openAs('ul')
      html.push(`<li>${line.replace(LIST_ITEM, '')}</li>`)
    } else {
      if (open === 'p') html.push(' ')
      openAs('p')
      html.push(line)
    }
  }
  openAs(null)
  return html.join('')
}
