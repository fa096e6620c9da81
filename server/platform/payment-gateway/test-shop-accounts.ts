import type postgres from 'postgres'
import { accountNotFound, transferRefused } from './gateway-errors'
import type { BalanceEntry, PaymentGateway, ProviderTransfer, ProviderTransferReversal, ShopAccount } from './payment-gateway'
import { idOf, knownResult, takeKey, tell, type Sql } from './test-provider-rows'

interface AccountRow {
  id: string
  details_submitted: boolean
  due: string[]
  disabled_reason: string | null
}

interface TransferRow {
  id: string
  account_id: string
  amount_minor: number
  reversed_minor: number
  currency: string
  at: Date
}

interface ReversalRow {
  id: string
  transfer_id: string
  amount_minor: number
  at: Date
}

interface BalanceRow {
  kind: BalanceEntry['kind']
  source_id: string
  amount_minor: number
  currency: string
  at: Date
}

type ShopPart = 'createShopAccount' | 'onboardingLink' | 'readShopAccount' | 'transfer' | 'reverseTransfer' | 'listBalanceTransactions'

const PAGE = 100
/** Two who move money of one balance at once wait for each other. */
const BALANCE_LOCK = 7_305_520

/** The shops' side of the test provider: accounts that ask for nothing but a visit, and money that moves at once. */
export function createTestShopAccounts({
  sql,
  call,
  wake,
}: {
  sql: postgres.Sql
  call: <T>(work: () => Promise<T>) => Promise<T>
  wake: () => void
}): Pick<PaymentGateway, ShopPart> & { restrictAccount(accountId: string, due: readonly string[]): Promise<void> } {
  const change = (accountId: string, set: (sql: Sql) => Promise<AccountRow[]>) =>
    call(async () => {
      await sql.begin(async (tx) => {
        const [changed] = await set(tx)
        if (!changed) throw accountNotFound()
        await tell(tx, 'account.updated', null, null, accountId)
      })
      wake()
    })

  /** Does a thing once by a key, while nobody else moves money. */
  const once = <Row>(table: 'transfers' | 'reversals', key: string, request: string, make: (sql: Sql, id: string) => Promise<Row>) =>
    call(() =>
      sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(${BALANCE_LOCK})`
        const id = idOf(table === 'transfers' ? 'transfer' : 'reversal')
        return (await takeKey(tx, key, request, id)) ? make(tx, id) : knownResult<Row>(tx, table, key, request)
      }),
    ) as Promise<Row>

  return {
    createShopAccount: ({ email, country, metadata, idempotencyKey }) =>
      call(async () => {
        const request = JSON.stringify([email, country, metadata])
        const id = idOf('account')
        const account = await sql.begin(async (tx) => {
          if (!(await takeKey(tx, idempotencyKey, request, id))) return knownResult<AccountRow>(tx, 'accounts', idempotencyKey, request)
          const [made] = await tx<AccountRow[]>`
            insert into test_provider.accounts (id, email, country, metadata) values (${id}, ${email}, ${country}, ${tx.json(metadata)})
            returning *`
          return made!
        })
        return presentAccount(account as AccountRow)
      }),

    // The test provider has no form of its own: whoever is sent there has filled it in, and is sent back.
    async onboardingLink({ accountId, returnUrl }) {
      await change(
        accountId,
        (tx) => tx<AccountRow[]>`
          update test_provider.accounts set details_submitted = true, due = '[]', disabled_reason = null where id = ${accountId} returning *`,
      )
      return { url: returnUrl, expiresAt: new Date(Date.now() + 300_000) }
    },

    readShopAccount: (accountId) =>
      call(async () => {
        const [account] = await sql<AccountRow[]>`select * from test_provider.accounts where id = ${accountId}`
        if (!account) throw accountNotFound()
        return presentAccount(account)
      }),

    restrictAccount: (accountId, due) =>
      change(
        accountId,
        (tx) => tx<AccountRow[]>`
          update test_provider.accounts set due = ${tx.json(due)}, disabled_reason = ${due.length > 0 ? 'requirements.past_due' : null}
          where id = ${accountId} returning *`,
      ),

    async transfer({ amountMinor, currency, accountId, transferGroup, chargeId, idempotencyKey }) {
      const request = JSON.stringify([amountMinor, currency, accountId, transferGroup, chargeId])
      const moved = await once<TransferRow>('transfers', idempotencyKey, request, async (tx, id) => {
        const [account] = await tx<AccountRow[]>`select * from test_provider.accounts where id = ${accountId}`
        if (!account || !presentAccount(account).canReceive) throw transferRefused('insufficient_capabilities_for_transfer')
        if (amountMinor > (await leftOf(tx, currency, chargeId))) throw transferRefused('balance_insufficient')
        const [made] = await tx<TransferRow[]>`
          insert into test_provider.transfers (id, account_id, amount_minor, currency, transfer_group, charge_id)
          values (${id}, ${accountId}, ${amountMinor}, ${currency}, ${transferGroup}, ${chargeId}) returning *`
        return made!
      })
      return presentTransfer(moved)
    },

    async reverseTransfer({ transferId, amountMinor, idempotencyKey }) {
      const request = JSON.stringify([transferId, amountMinor])
      const back = await once<ReversalRow>('reversals', idempotencyKey, request, async (tx, id) => {
        const reversed = await tx`
          update test_provider.transfers set reversed_minor = reversed_minor + ${amountMinor}
          where id = ${transferId} and reversed_minor + ${amountMinor} <= amount_minor returning id`
        if (reversed.length === 0) throw transferRefused('too_much')
        const [made] = await tx<ReversalRow[]>`
          insert into test_provider.reversals (id, transfer_id, amount_minor) values (${id}, ${transferId}, ${amountMinor}) returning *`
        return made!
      })
      return presentReversal(back)
    },

    listBalanceTransactions: ({ since, cursor }) =>
      call(async () => {
        const from = cursor ? Number(cursor) : 0
        const rows = await sql<BalanceRow[]>`
          select * from test_provider.balance where at >= ${since} order by at desc, kind, source_id limit ${PAGE + 1} offset ${from}`
        return { entries: rows.slice(0, PAGE).map(presentEntry), cursor: rows.length > PAGE ? String(from + PAGE) : null }
      }),
  }
}

/** What can still be moved: of a charge, or of the whole balance. */
async function leftOf(sql: Sql, currency: string, chargeId: string | null): Promise<number> {
  const [left] = chargeId
    ? await sql<{ minor: number }[]>`
        select (amount_minor - coalesce((
          select sum(amount_minor - reversed_minor) from test_provider.transfers where charge_id = ${chargeId}), 0))::bigint as minor
        from test_provider.intents where charge_id = ${chargeId} and charge_status = 'succeeded'`
    : await sql<{ minor: number }[]>`
        select coalesce(sum(amount_minor), 0)::bigint as minor from test_provider.balance where currency = ${currency}`
  return left?.minor ?? 0
}

const presentAccount = ({ id, details_submitted, due, disabled_reason }: AccountRow): ShopAccount => ({
  id,
  canReceive: details_submitted && due.length === 0,
  canPayOut: details_submitted && due.length === 0,
  detailsSubmitted: details_submitted,
  due,
  disabledReason: disabled_reason,
})

const presentTransfer = (row: TransferRow): ProviderTransfer => ({
  id: row.id,
  accountId: row.account_id,
  amountMinor: row.amount_minor,
  currency: row.currency,
  at: row.at,
})

const presentReversal = (row: ReversalRow): ProviderTransferReversal => ({
  id: row.id,
  transferId: row.transfer_id,
  amountMinor: row.amount_minor,
  at: row.at,
})

const presentEntry = (row: BalanceRow): BalanceEntry => ({
  id: `${row.kind}:${row.source_id}`,
  kind: row.kind,
  amountMinor: row.amount_minor,
  feeMinor: 0,
  currency: row.currency,
  sourceId: row.source_id,
  at: row.at,
  availableAt: row.at,
})
