import postgres from 'postgres'
import { inject } from 'vitest'

/** A database of its own, as the migrations leave it: a clone of the template. */
export async function cloneDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const template = new URL(inject('databaseUrl'))
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const url = new URL(template)
  url.pathname = `/${name}`
  const administration = new URL(template)
  administration.pathname = '/postgres'

  const run = async (statement: string) => {
    const sql = postgres(administration.href, { max: 1, onnotice: () => {} })
    try {
      await sql.unsafe(statement)
    } finally {
      await sql.end()
    }
  }
  await run(`create database ${name} template ${template.pathname.slice(1)}`)
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) }
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated template, to which only `cloneDatabase` may connect: Postgres clones what nobody else uses. */
    databaseUrl: string
  }
}
