import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../../tests/support/database'
import { restrictAppRole } from './restrict-app-role'

const ROLE = `app_${crypto.randomUUID().slice(0, 8)}`
const FORBIDDEN = { code: '42501' }

let owner: postgres.Sql
let app: postgres.Sql
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await cloneDatabase()
  drop = database.drop
  owner = postgres(database.url, { max: 1, onnotice: () => {} })
  await owner`create role ${owner(ROLE)} login password 'for this test'`
  await restrictAppRole(database.url, ROLE)

  const url = new URL(database.url)
  Object.assign(url, { username: ROLE, password: 'for this test' })
  app = postgres(url.href, { max: 1, onnotice: () => {} })
})

afterAll(async () => {
  await app.end()
  await owner.end()
  await drop()
})

describe('the role of the app', () => {
  it('reads and writes rows', async () => {
    const id = crypto.randomUUID()
    await app`insert into users (id, email, name, password_hash) values (${id}, ${`${id}@example.org`}, 'Ada', 'none')`
    await app`update users set name = 'Ada L.' where id = ${id}`
    expect(await app`delete from users where id = ${id} returning name`).toEqual([{ name: 'Ada L.' }])
    expect(await app`select count(*)::int as waiting from pgboss.job`).toEqual([{ waiting: 0 }])
  })

  it('adds to the audit and cannot rewrite it', async () => {
    const entry = {
      position: 0,
      actor_role: 'system',
      action: 'tests.done',
      subject_type: 'thing',
      subject_id: '1',
      previous_hash: '',
      hash: '',
    }
    await app`insert into audit_entries ${app(entry)}`
    await expect(app`update audit_entries set action = 'tests.undone'`).rejects.toMatchObject(FORBIDDEN)
    await expect(app`delete from audit_entries`).rejects.toMatchObject(FORBIDDEN)
    await expect(app`truncate audit_entries`).rejects.toMatchObject(FORBIDDEN)
    expect(await owner`select action from audit_entries`).toEqual([{ action: 'tests.done' }])
  })

  it.each(['ledger_entries', 'ledger_journals', 'order_events', 'payment_events', 'commission_lines'])(
    'cannot rewrite %s',
    async (table) => {
      expect(await app`select count(*)::int as rows from ${app(table)}`).toEqual([{ rows: 0 }])
      await expect(app`delete from ${app(table)}`).rejects.toMatchObject(FORBIDDEN)
      await expect(app`truncate ${app(table)}`).rejects.toMatchObject(FORBIDDEN)
    },
  )

  it.each([
    ['make a table', 'create table mine (id int)'],
    ['make a schema', 'create schema mine'],
    ['change a table', 'alter table users add column mine int'],
    ['drop a table', 'drop table audit_entries'],
    ['switch a trigger off', 'alter table audit_entries disable trigger all'],
    ['switch all triggers off', 'set session_replication_role = replica'],
    [
      'replace a function',
      'create or replace function audit_entry_hash(entry audit_entries) returns text language sql as $$ select null $$',
    ],
    ['pretend that a migration was done', "insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 0)"],
    ['let others in', 'create role intruder'],
    ['read files of the server', "select pg_read_file('/etc/passwd')"],
    ['run programs', "copy users to program 'id'"],
  ])('cannot %s', async (_, statement) => {
    await expect(app.unsafe(statement)).rejects.toMatchObject(FORBIDDEN)
  })
})
