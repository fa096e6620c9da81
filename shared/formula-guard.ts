/** What makes a spreadsheet take a cell for a formula; the apostrophe is there so that guarding can be undone exactly. */
const DANGEROUS = /^['=+\-@＝＋－＠\t\r\n|]/

/** A cell that no spreadsheet runs: one apostrophe before what looks like a formula, or like a cell that was guarded. */
export const withFormulaGuard = (cell: string): string => (DANGEROUS.test(cell) ? `'${cell}` : cell)

/** The cell as it was before it was guarded. */
export const withoutFormulaGuard = (cell: string): string => (cell.startsWith("'") && DANGEROUS.test(cell.slice(1)) ? cell.slice(1) : cell)
