import { expect, it } from 'vitest'
import { statementCsv } from './statement-csv'

it('writes a month with figures that a spreadsheet counts with, from the opening to the closing', async () => {
  const line = { id: '1', at: '2026-11-02T10:00:00.000Z', kind: 'refund' as const, orderNumber: 'S-AAAA-BBBB-1', payoutNumber: null }
  async function* lines() {
    yield [{ ...line, grossMinor: -490, commissionMinor: 49, amountMinor: -441 }]
  }
  const parts = {
    salesMinor: 0,
    shippingMinor: 0,
    commissionMinor: 0,
    refundsMinor: -490,
    commissionBackMinor: 49,
    disputesMinor: 0,
    payoutsMinor: 0,
    payoutsBackMinor: 0,
  }
  const statement = { month: '2026-11', currency: 'EUR', openingMinor: 1341, ...parts, closingMinor: 900 }

  expect(await new Response(statementCsv({ statement, lines: lines() })).text()).toBe(
    [
      'date,kind,number,gross,commission,amount,currency',
      ',opening,,,,13.41,EUR',
      '2026-11-02T10:00:00.000Z,refund,S-AAAA-BBBB-1,-4.90,0.49,-4.41,EUR',
      ',closing,,,,9.00,EUR',
      '',
    ].join('\r\n'),
  )
})
