import { createRequire } from 'node:module'
import { setImmediate as othersTurn } from 'node:timers/promises'
import type PdfKit from 'pdfkit'

/** A cell of a table, with a smaller line below. */
export interface PdfCell {
  text: string
  note?: string
}

export interface PdfColumn {
  label: string
  /** In points; the one without takes what is left. */
  width?: number
  align?: 'left' | 'right'
}

/** A part of a paper, below the one before; a table goes on over as many pages as it needs. */
export type PdfBlock =
  | { kind: 'title'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'table'; columns: readonly PdfColumn[]; rows: readonly (readonly PdfCell[])[] }
  /** Amounts below a table, to the right. */
  | { kind: 'totals'; rows: readonly { label: string; value: string; strong?: boolean }[] }

/** One paper of one or more A4 pages, with the address where the window of an envelope is (DIN 5008 B). */
export interface PdfPaper {
  /** Whose paper it is, at the top. */
  sender: string
  /** In one small line above the address. */
  senderLine: string
  recipient: readonly string[]
  facts: readonly { label: string; value: string }[]
  blocks: readonly PdfBlock[]
  /** At the foot of every page. */
  footer: readonly string[]
  /** `Page 2 of 3`. */
  pageLabel: (page: number, pages: number) => string
}

export interface PdfDocument {
  title: string
  author: string
  /** Stands in the file as the moment it was made: the same content makes the same bytes. */
  madeAt: Date
  language: string
  papers: readonly PdfPaper[]
}

const MM = 72 / 25.4
const LEFT = 20 * MM
const TOP = 20 * MM
const WIDTH = 210 * MM - 2 * LEFT
const BOTTOM = 297 * MM - 28 * MM
const WINDOW_TOP = 47 * MM
const BODY_TOP = 98 * MM
const FACTS_LEFT = 125 * MM
const FACTS_WIDTH = LEFT + WIDTH - FACTS_LEFT
const FOOT_TOP = 275 * MM
const GAP = 10
const INK = '#1d1813'
const QUIET = '#6b6359'
const LINE = '#d9d2c7'

type Doc = InstanceType<typeof PdfKit>
type Weight = 'regular' | 'strong'

const fileOf = (name: string) => createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${name}`)

/**
 * Draws papers one after the other, each beginning on a page of its own. The font, which has Latin, Cyrillic and Greek,
 * lies in the file; what it does not have is a box.
 */
export async function composePdf({ title, author, madeAt, language, papers }: PdfDocument): Promise<Uint8Array> {
  const { default: Kit } = await import('pdfkit')
  const doc = new Kit({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    lang: language,
    font: fileOf('400Regular/Inter_400Regular.ttf'),
    info: { Title: title, Author: author, Creator: 'Souk', Producer: 'Souk', CreationDate: madeAt },
  })
  doc.registerFont('regular' satisfies Weight, fileOf('400Regular/Inter_400Regular.ttf'))
  doc.registerFont('strong' satisfies Weight, fileOf('600SemiBold/Inter_600SemiBold.ttf'))

  for (const paper of papers) {
    drawPaper(doc, paper)
    await othersTurn()
  }

  const pieces: Buffer[] = []
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (piece: Buffer) => pieces.push(piece))
    doc.on('end', () => resolve(Buffer.concat(pieces)))
    doc.on('error', reject)
  })
  doc.end()
  return done
}

function drawPaper(doc: Doc, paper: PdfPaper): void {
  const first = doc.bufferedPageRange().count
  doc.addPage()
  write(doc, paper.sender, LEFT, TOP, { weight: 'strong', size: 15, width: WIDTH })
  write(doc, paper.senderLine, LEFT, WINDOW_TOP, { size: 7, colour: QUIET, width: 85 * MM })
  write(doc, paper.recipient.join('\n'), LEFT, WINDOW_TOP + 6 * MM, { size: 10.5, width: 85 * MM, height: 40 * MM })
  drawFacts(doc, paper.facts)

  let y = BODY_TOP
  for (const block of paper.blocks) y = drawBlock(doc, block, y) + GAP
  drawFeet(doc, paper, first)
}

function drawFacts(doc: Doc, facts: PdfPaper['facts']): void {
  let y = WINDOW_TOP
  for (const { label, value } of facts) {
    const height = write(doc, value, FACTS_LEFT + FACTS_WIDTH * 0.42, y, { width: FACTS_WIDTH * 0.58, align: 'right', weight: 'strong' })
    write(doc, label, FACTS_LEFT, y, { width: FACTS_WIDTH * 0.42, colour: QUIET })
    y += height + 4
  }
}

/** Draws a block and says where it ends. */
function drawBlock(doc: Doc, block: PdfBlock, from: number): number {
  switch (block.kind) {
    case 'title':
      return from + write(doc, block.text, LEFT, from, { weight: 'strong', size: 18, width: WIDTH })
    case 'paragraph': {
      const style = { colour: QUIET, width: WIDTH } as const
      const y = roomFor(doc, from, heightOf(doc, block.text, style))
      return y + write(doc, block.text, LEFT, y, style)
    }
    case 'table':
      return drawTable(doc, block, from)
    case 'totals':
      return drawTotals(doc, block, from)
  }
}

function drawTable(doc: Doc, { columns, rows }: Extract<PdfBlock, { kind: 'table' }>, from: number): number {
  const free = WIDTH - columns.reduce((all, { width = 0 }) => all + width, 0)
  const places = columns.reduce<{ x: number; width: number; align: 'left' | 'right' }[]>((before, { width = free, align = 'left' }) => {
    const last = before.at(-1)
    return [...before, { x: last ? last.x + last.width : LEFT, width, align }]
  }, [])
  const styleOf = (place: (typeof places)[number], last: boolean) => ({ width: place.width - (last ? 0 : 8), align: place.align })
  const header = (at: number): number => {
    const heights = columns.map(({ label }, index) =>
      write(doc, label, places[index]!.x, at, { ...styleOf(places[index]!, index === columns.length - 1), size: 8, colour: QUIET }),
    )
    const y = at + Math.max(...heights) + 4
    rule(doc, y)
    return y + 6
  }

  let y = header(roomFor(doc, from, 60))
  for (const row of rows) {
    const measured = row.map((cell, index) => {
      const style = styleOf(places[index]!, index === columns.length - 1)
      const text = heightOf(doc, cell.text, style)
      return { style, text, all: text + (cell.note ? heightOf(doc, cell.note, { ...style, size: 8 }) : 0) }
    })
    const height = Math.max(...measured.map(({ all }) => all))
    if (y + height > BOTTOM) y = header(newPage(doc))
    for (const [index, cell] of row.entries()) {
      const { style, text } = measured[index]!
      write(doc, cell.text, places[index]!.x, y, style)
      if (cell.note) write(doc, cell.note, places[index]!.x, y + text, { ...style, size: 8, colour: QUIET })
    }
    y += height + 6
    rule(doc, y - 2)
    y += 4
  }
  return y
}

function drawTotals(doc: Doc, { rows }: Extract<PdfBlock, { kind: 'totals' }>, from: number): number {
  const x = LEFT + WIDTH * 0.45
  const label = WIDTH * 0.35
  const value = WIDTH * 0.2
  let y = roomFor(doc, from, rows.length * 18)
  for (const { label: name, value: amount, strong } of rows) {
    const style = { weight: strong ? 'strong' : 'regular', size: strong ? 11 : 9.5 } as const
    const height = heightOf(doc, name, { ...style, width: label - 8 })
    y = roomFor(doc, y, height)
    if (strong) {
      doc
        .moveTo(x, y)
        .lineTo(LEFT + WIDTH, y)
        .lineWidth(0.75)
        .strokeColor(INK)
        .stroke()
      y += 6
    }
    write(doc, name, x, y, { ...style, width: label - 8 })
    write(doc, amount, x + label, y, { ...style, width: value, align: 'right' })
    y += height + 5
  }
  return y
}

function drawFeet(doc: Doc, { footer, pageLabel }: PdfPaper, first: number): void {
  const pages = doc.bufferedPageRange().count - first
  for (let page = 0; page < pages; page++) {
    doc.switchToPage(first + page)
    rule(doc, FOOT_TOP - 6)
    const style = { size: 7.5, colour: QUIET, height: 14 * MM }
    write(doc, footer.join('\n'), LEFT, FOOT_TOP, { ...style, width: WIDTH * 0.75 })
    write(doc, pageLabel(page + 1, pages), LEFT + WIDTH * 0.75, FOOT_TOP, { ...style, width: WIDTH * 0.25, align: 'right' })
  }
}

interface TextStyle {
  width: number
  /** What does not fit into it is left out, with an ellipsis. */
  height?: number
  align?: 'left' | 'right'
  size?: number
  weight?: Weight
  colour?: string
}

const optionsOf = ({ width, height, align }: TextStyle) => ({ width, align, lineGap: 1.5, ...(height && { height, ellipsis: true }) })

/** Writes a text and says how high it is. */
function write(doc: Doc, text: string, x: number, y: number, style: TextStyle): number {
  const height = heightOf(doc, text, style)
  doc.fillColor(style.colour ?? INK).text(text, x, y, optionsOf(style))
  return height
}

function heightOf(doc: Doc, text: string, style: TextStyle): number {
  doc.font(style.weight ?? 'regular').fontSize(style.size ?? 9.5)
  return doc.heightOfString(text, optionsOf(style))
}

const rule = (doc: Doc, y: number) =>
  doc
    .moveTo(LEFT, y)
    .lineTo(LEFT + WIDTH, y)
    .lineWidth(0.5)
    .strokeColor(LINE)
    .stroke()

/** Where something of this height can stand: here, or at the top of the next page. */
const roomFor = (doc: Doc, y: number, height: number): number => (y + height > BOTTOM ? newPage(doc) : y)

function newPage(doc: Doc): number {
  doc.addPage()
  return TOP
}
