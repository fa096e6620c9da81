import type { Prose } from './contracts/catalog'

const LIST_ITEM = /^[-*•]\s+/

/** Plain text as it is shown: a blank line ends a paragraph, lines that begin with `- ` are a list. */
export function toProse(text: string): Prose {
  return text.split(/\n[^\S\n]*\n/).flatMap((part) => {
    const blocks: Prose = []
    for (const line of part.split('\n').map((line) => line.trim())) {
      if (line) addLine(blocks, line)
    }
    return blocks
  })
}

function addLine(blocks: Prose, line: string): void {
  const last = blocks.at(-1)
  if (LIST_ITEM.test(line)) {
    const item = line.replace(LIST_ITEM, '')
    if (last?.kind === 'list') last.items.push(item)
    else blocks.push({ kind: 'list', items: [item] })
  } else if (last?.kind === 'paragraph') last.text += ` ${line}`
  else blocks.push({ kind: 'paragraph', text: line })
}

/** The beginning of a text in one line of at most `length` characters, for summaries and machines. */
export function summaryOf(text: string, length = 160): string {
  const line = text
    .replace(/^[-*•]\s+/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (line.length <= length) return line
  const cut = line.slice(0, length - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), length / 2)).trimEnd()}…`
}
