import postgres from 'postgres'

/** How often a second postgres.js answers one prepared query, with `clients` asking at once. */
export async function queryLoop(
  url: string,
  query: { sql: string; params: unknown[] },
  { clients, seconds }: { clients: number; seconds: number },
): Promise<number> {
  const sql = postgres(url, { max: clients, onnotice: () => {} })
  let done = 0
  try {
    const ask = () => sql.unsafe(query.sql, query.params as never[], { prepare: true })
    await Promise.all(Array.from({ length: clients }, ask))
    const end = performance.now() + seconds * 1000
    const start = performance.now()
    await Promise.all(
      Array.from({ length: clients }, async () => {
        for (; performance.now() < end; done++) await ask()
      }),
    )
    return done / ((performance.now() - start) / 1000)
  } finally {
    await sql.end()
  }
}
