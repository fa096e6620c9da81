import { expect, it } from 'vitest'
import type { ReconciledItem } from '#shared/contracts/reconciliation'
import { reconciliationCsv } from './reconciliation-csv'

const item: ReconciledItem = {
  id: '019aa000-0000-7000-8000-000000000000',
  kind: 'charge',
  state: 'differs',
  at: '2026-11-03T10:00:00.000Z',
  currency: 'EUR',
  theirsMinor: 1491,
  oursMinor: 1490,
  differenceMinor: 1,
  providerIds: ['txn_1', 'txn_2'],
  groupNumber: 'S-7KQ2-M9XD',
  payoutNumber: null,
  journals: [],
}

it('has a line for each thing, with nothing where somebody says nothing, and lets no text be a formula', async () => {
  async function* pages() {
    yield [item]
    yield [
      {
        ...item,
        kind: 'transfer' as const,
        state: 'theirs_only' as const,
        currency: 'JPY',
        theirsMinor: -500,
        oursMinor: null,
        differenceMinor: -500,
        providerIds: ['=1+1'],
        groupNumber: null,
      },
    ]
  }

  expect(await new Response(reconciliationCsv(pages())).text()).toBe(
    [
      'date,kind,state,number,theirs,ours,difference,currency,provider_ids',
      '2026-11-03T10:00:00.000Z,charge,differs,S-7KQ2-M9XD,14.91,14.90,0.01,EUR,txn_1 txn_2',
      "2026-11-03T10:00:00.000Z,transfer,theirs_only,,-500,,-500,JPY,'=1+1",
      '',
    ].join('\r\n'),
  )
})
