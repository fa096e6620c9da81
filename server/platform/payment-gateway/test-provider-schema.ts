import postgres from 'postgres'

/** The built-in test provider's own tables. It stands for somebody else's house, so Souk's migrations do not know them. */
const TABLES = `
  create schema if not exists test_provider;

  create table if not exists test_provider.intents (
    id text primary key,
    client_secret text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    metadata jsonb not null,
    status text not null default 'requires_payment'
      check (status in ('requires_payment', 'requires_action', 'processing', 'succeeded', 'cancelled')),
    behaviour text,
    charge_id text,
    charge_status text check (charge_status in ('pending', 'succeeded', 'failed')),
    charge_at timestamptz,
    decline_code text,
    settles_at timestamptz,
    dispute_id text,
    dispute_status text check (dispute_status in ('open', 'won', 'lost')),
    dispute_at timestamptz,
    dispute_closed_at timestamptz,
    created_at timestamptz not null default now()
  );
  alter table test_provider.intents add column if not exists dispute_closed_at timestamptz;
  create index if not exists intents_to_settle on test_provider.intents (settles_at) where status = 'processing';

  create table if not exists test_provider.refunds (
    id text primary key,
    intent_id text not null references test_provider.intents,
    amount_minor bigint not null check (amount_minor > 0),
    status text not null check (status in ('pending', 'succeeded', 'failed')),
    at timestamptz not null default now(),
    settles_at timestamptz
  );
  create index if not exists refunds_of_intent on test_provider.refunds (intent_id);
  create index if not exists refunds_to_settle on test_provider.refunds (settles_at) where status = 'pending';

  create table if not exists test_provider.requests (
    key text primary key,
    request text not null,
    result_id text not null,
    created_at timestamptz not null default now()
  );

  create table if not exists test_provider.webhooks (
    id text primary key,
    body text not null,
    attempts int not null default 0,
    next_try_at timestamptz not null default now(),
    delivered_at timestamptz,
    created_at timestamptz not null default now()
  );
  create index if not exists webhooks_to_deliver on test_provider.webhooks (next_try_at) where delivered_at is null;

  create table if not exists test_provider.accounts (
    id text primary key,
    email text not null,
    country text not null,
    metadata jsonb not null,
    details_submitted boolean not null default false,
    due jsonb not null default '["bank_account"]',
    disabled_reason text,
    created_at timestamptz not null default now()
  );
  do $$ begin
    if exists (select from pg_attribute where attrelid = 'test_provider.accounts'::regclass and attname = 'due' and atttypid = 'text[]'::regtype) then
      alter table test_provider.accounts
        alter column due drop default, alter column due type jsonb using to_jsonb(due), alter column due set default '["bank_account"]';
    end if;
  end $$;

  create table if not exists test_provider.transfers (
    id text primary key,
    account_id text not null references test_provider.accounts,
    amount_minor bigint not null check (amount_minor > 0),
    reversed_minor bigint not null default 0 check (reversed_minor between 0 and amount_minor),
    currency text not null,
    transfer_group text not null,
    charge_id text,
    at timestamptz not null default now()
  );
  create index if not exists transfers_of_charge on test_provider.transfers (charge_id);

  create table if not exists test_provider.reversals (
    id text primary key,
    transfer_id text not null references test_provider.transfers,
    amount_minor bigint not null check (amount_minor > 0),
    at timestamptz not null default now()
  );

  -- The provider's own book about the platform's balance. It keeps no fee.
  create or replace view test_provider.balance as
    select 'charge' as kind, charge_id as source_id, amount_minor, currency, charge_at as at
      from test_provider.intents where charge_status = 'succeeded'
    union all
    select 'refund', refund.id, -refund.amount_minor, currency, refund.at
      from test_provider.refunds refund join test_provider.intents intent on intent.id = intent_id where refund.status <> 'failed'
    union all
    select 'dispute', dispute_id, -amount_minor, currency, dispute_at from test_provider.intents where dispute_id is not null
    union all
    select 'dispute_won', dispute_id, amount_minor, currency, dispute_closed_at from test_provider.intents where dispute_status = 'won'
    union all
    select 'transfer', id, -amount_minor, currency, at from test_provider.transfers
    union all
    select 'transfer_reversal', reversal.id, reversal.amount_minor, currency, reversal.at
      from test_provider.reversals reversal join test_provider.transfers transfer on transfer.id = transfer_id;
`

/** Any number that nobody else locks. */
const SETUP_LOCK = 7_305_519

/** Makes the test provider's tables; several callers at once are safe. */
export async function migrateTestProvider(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${SETUP_LOCK})`
      await tx.unsafe(TABLES)
    })
  } finally {
    await sql.end()
  }
}
