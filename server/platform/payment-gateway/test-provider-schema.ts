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
    created_at timestamptz not null default now()
  );
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
