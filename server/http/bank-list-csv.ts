import type { BankTransfer } from '#shared/contracts/payouts'
import { csvLine } from './csv-line'

const COLUMNS = ['reference', 'recipient', 'iban', 'amount', 'currency', 'shop'] as const

/** What is to be transferred, for a bank's own page or program. */
export const bankListCsv = (transfers: readonly BankTransfer[]): Uint8Array =>
  new TextEncoder().encode([COLUMNS, ...transfers.map((transfer) => COLUMNS.map((column) => transfer[column]))].map(csvLine).join(''))
