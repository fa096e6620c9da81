import type { Statement, StatementLine } from '#shared/contracts/shop-money'
import { decimalAmount } from '#shared/money'
import { csvFigure, csvLine } from './csv-line'
import { streamText } from './stream-text'

interface WholeStatement {
  statement: Statement
  lines: AsyncIterable<StatementLine[]>
}

/** A month of a shop as a file for a spreadsheet: from the opening balance to the closing one, sent while it is read. */
export const statementCsv = (whole: WholeStatement): ReadableStream<Uint8Array> => streamText(rowsOf(whole))

async function* rowsOf({ statement, lines }: WholeStatement): AsyncGenerator<string> {
  const { currency, openingMinor, closingMinor } = statement
  const written = (amountMinor: number) => csvFigure(decimalAmount({ amountMinor, currency }))
  yield csvLine(['date', 'kind', 'number', 'gross', 'commission', 'amount', 'currency'])
  yield csvLine(['', 'opening', '', '', '', written(openingMinor), currency])
  for await (const some of lines)
    yield some
      .map(({ at, kind, orderNumber, payoutNumber, grossMinor, commissionMinor, amountMinor }) =>
        csvLine([at, kind, orderNumber ?? payoutNumber, written(grossMinor), written(commissionMinor), written(amountMinor), currency]),
      )
      .join('')
  yield csvLine(['', 'closing', '', '', '', written(closingMinor), currency])
}
