import postgres from 'postgres'

/** Schemas that Souk keeps; those that are not there are passed over. */
const SCHEMAS = ['public', 'drizzle', 'pgboss', 'test_provider']

/** Says by its triggers which tables are history: those that nobody may rewrite. */
const HISTORY = `
  select c.oid::regclass::text as name, bool_or(t.tgtype & 8 > 0) as "refusesDelete"
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
  where p.proname = 'refuse_rewriting_history' and not t.tgisinternal
  group by c.oid`

/**
 * Lets the app's own role read and write rows, and nothing else: it makes and changes no table, and rewrites no history,
 * whatever somebody makes the app say to the database. Run by the role that owns the tables, after every migration.
 */
export async function restrictAppRole(ownerUrl: string, role: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  try {
    await sql.begin(async (tx) => {
      const schemas = (await tx<{ name: string }[]>`select nspname as name from pg_namespace where nspname in ${tx(SCHEMAS)}`).map(
        ({ name }) => name,
      )
      for (const schema of schemas) {
        await tx`revoke all on schema ${tx(schema)} from public, ${tx(role)}`
        await tx`grant usage on schema ${tx(schema)} to ${tx(role)}`
        await tx`revoke all on all tables in schema ${tx(schema)} from ${tx(role)}`
        await tx`grant select on all tables in schema ${tx(schema)} to ${tx(role)}`
        // What was migrated is for the migrations to say.
        if (schema === 'drizzle') continue
        await tx`grant insert, update, delete on all tables in schema ${tx(schema)} to ${tx(role)}`
        await tx`grant usage, select on all sequences in schema ${tx(schema)} to ${tx(role)}`
        await tx`grant execute on all functions in schema ${tx(schema)} to ${tx(role)}`
      }

      for (const { name, refusesDelete } of await tx.unsafe<{ name: string; refusesDelete: boolean }[]>(HISTORY))
        await tx`revoke update${refusesDelete ? tx`, delete` : tx``} on ${tx(name)} from ${tx(role)}`
    })
  } finally {
    await sql.end()
  }
}
