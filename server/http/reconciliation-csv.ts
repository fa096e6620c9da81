import type { ReconciledItem } from '#shared/contracts/reconciliation'
import { decimalAmount } from '#shared/money'
import { csvFigure, csvLine } from './csv-line'
import { streamText } from './stream-text'

/** What the payment provider and the books have as a file for a spreadsheet, sent while it is read. */
export const reconciliationCsv = (items: AsyncIterable<ReconciledItem[]>): ReadableStream<Uint8Array> => streamText(rowsOf(items))

async function* rowsOf(items: AsyncIterable<ReconciledItem[]>): AsyncGenerator<string> {
  yield csvLine(['date', 'kind', 'state', 'number', 'theirs', 'ours', 'difference', 'currency', 'provider_ids'])
  for await (const some of items)
    yield some
      .map(({ at, kind, state, groupNumber, payoutNumber, theirsMinor, oursMinor, differenceMinor, currency, providerIds }) => {
        const written = (amountMinor: number | null) => (amountMinor === null ? '' : csvFigure(decimalAmount({ amountMinor, currency })))
        const number = groupNumber ?? payoutNumber
        return csvLine([
          at,
          kind,
          state,
          number,
          written(theirsMinor),
          written(oursMinor),
          written(differenceMinor),
          currency,
          providerIds.join(' '),
        ])
      })
      .join('')
}
