import { FileProblem } from './file-problem'

/** One record of a file: its cells, and the line on which it begins. */
export interface Row {
  line: number
  cells: string[]
}

export const CELL_LIMIT = 250_000
export const CELLS_A_ROW = 2000

type Place = 'start' | 'plain' | 'quoted' | 'after quote'

/**
 * Takes CSV apart, piece by piece as it arrives. Written here because files of sellers are odd in one way that libraries
 * either refuse or garble: quotes inside a quoted cell that were not doubled, as in `"<a href="x">"`. A quote ends a cell
 * only where a delimiter or the end of the line follows; that reads every proper file the same way. Where such a
 * quote has no partner on its line, as in `"Big" cup`, and the line then has as many cells as the header, it was the end.
 */
export class CellSplitter {
  private place: Place = 'start'
  private cell = ''
  private cells: string[] = []
  private line = 1
  private rowLine = 1
  private cellLine = 1
  /** Blanks after a closing quote, which are the cell's if the quote turns out not to be closing. */
  private blanks = ''
  private lastWasReturn = false
  /** Cells of the header. */
  private width = 0
  /** Where in the cell a quote stands that was not doubled and has no partner yet. */
  private loneQuote: number | null = null
  private readonly specials: RegExp

  constructor(private readonly delimiter: string) {
    this.specials = delimiter === '\t' ? /[\t\r\n]/g : new RegExp(`[${delimiter}\\r\\n]`, 'g')
  }

  /** The rows that this piece of the text completes. */
  push(text: string): Row[] {
    const rows: Row[] = []
    let at = 0
    while (at < text.length) {
      if (this.place === 'quoted') at = this.readQuoted(text, at)
      else if (this.place === 'plain') at = this.readPlain(text, at)
      else at = this.readBetween(text, at, rows)
    }
    return rows
  }

  /** The last row, if the file does not end with a line break. */
  end(): Row[] {
    if (this.place === 'quoted' && this.closesAtLoneQuote()) this.closeAtLoneQuote()
    if (this.place === 'quoted') throw new FileProblem(`Line ${this.cellLine}: a quote is opened and never closed.`)
    if (this.place === 'start' && this.cells.length === 0 && this.cell === '') return []
    const rows: Row[] = []
    this.endRow(rows)
    return rows
  }

  private readQuoted(text: string, at: number): number {
    const quote = text.indexOf('"', at)
    const end = quote === -1 ? text.length : quote
    const piece = text.slice(at, end)
    const lineEnd = this.loneQuote === null ? -1 : piece.search(/[\r\n]/)
    if (lineEnd !== -1) {
      this.append(piece.slice(0, lineEnd))
      if (this.closesAtLoneQuote()) this.closeAtLoneQuote()
      this.loneQuote = null
      return at + lineEnd
    }
    this.countLines(piece)
    this.append(piece)
    if (quote === -1) return end
    this.place = 'after quote'
    this.blanks = ''
    this.lastWasReturn = false
    return quote + 1
  }

  private closesAtLoneQuote(): boolean {
    if (this.loneQuote === null) return false
    const rest = this.cell.slice(this.loneQuote + 1)
    return this.cells.length + rest.split(this.delimiter).length === this.width
  }

  private closeAtLoneQuote(): void {
    const rest = this.cell.slice(this.loneQuote! + 1)
    this.cell = this.cell.slice(0, this.loneQuote!)
    this.place = 'plain'
    this.push(rest)
  }

  private readPlain(text: string, at: number): number {
    this.specials.lastIndex = at
    const found = this.specials.exec(text)
    const end = found ? found.index : text.length
    this.append(text.slice(at, end))
    if (found) this.place = 'start'
    return end
  }

  /** Where one character decides: before a cell, at its end, and after a quote in a quoted one. */
  private readBetween(text: string, at: number, rows: Row[]): number {
    const char = text[at]!
    if (char === '\n' && this.lastWasReturn) {
      this.lastWasReturn = false
      return at + 1
    }
    this.lastWasReturn = char === '\r'

    if (char === this.delimiter) this.endCell()
    else if (char === '\n' || char === '\r') {
      this.endRow(rows)
      this.line++
      this.rowLine = this.cellLine = this.line
    } else if (this.place === 'start') this.beginCell(char)
    else if (char === '"' && this.blanks === '') {
      this.append('"')
      this.place = 'quoted'
    } else if (char === ' ') this.blanks += char
    else {
      this.loneQuote = this.loneQuote === null ? this.cell.length : null
      this.append(`"${this.blanks}`)
      this.place = 'quoted'
      return at
    }
    return at + 1
  }

  private beginCell(char: string): void {
    this.cellLine = this.line
    if (char === '"' && this.cell.trim() === '') {
      this.cell = ''
      this.place = 'quoted'
    } else {
      this.append(char)
      if (char !== ' ') this.place = 'plain'
    }
  }

  private append(piece: string): void {
    this.cell += piece
    if (this.cell.length > CELL_LIMIT)
      throw new FileProblem(`Line ${this.cellLine}: a cell is longer than ${CELL_LIMIT} characters, or its quote is never closed.`)
  }

  private countLines(piece: string): void {
    for (let index = 0; index < piece.length; index++) {
      const char = piece.charCodeAt(index)
      if (char === 10 && !(index === 0 && this.lastWasReturn)) this.line++
      if (char === 13) {
        this.line++
        if (piece.charCodeAt(index + 1) === 10) index++
      }
    }
    this.lastWasReturn = piece === '' ? this.lastWasReturn : piece.endsWith('\r')
  }

  private endCell(): void {
    if (this.cells.push(this.cell) > CELLS_A_ROW) throw new FileProblem(`Line ${this.rowLine}: a row has more than ${CELLS_A_ROW} cells.`)
    this.cell = ''
    this.loneQuote = null
    this.place = 'start'
    this.cellLine = this.line
  }

  private endRow(rows: Row[]): void {
    this.endCell()
    this.width ||= this.cells.length
    if (this.cells.some((cell) => cell.trim() !== '')) rows.push({ line: this.rowLine, cells: this.cells })
    this.cells = []
  }
}
