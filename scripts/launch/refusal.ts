import { ConfigError } from '#server/platform/config/load-config'
import { DomainError } from '#server/platform/errors'

/** Something that stands in the way and that a person can change: its message is all they need to see. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Refusal'
  }
}

/** What to tell a person of an error: a sentence where one was written for them, all there is where it is a bug. */
export function explain(error: unknown): string {
  if (error instanceof Refusal || error instanceof ConfigError || error instanceof DomainError) return error.message
  const reason = whyDatabaseIsAway(error)
  if (reason) return `The database cannot be used: ${reason}. Is DATABASE_URL right?`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const CONNECTION_PROBLEMS = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT', 'CONNECT_TIMEOUT']

/** What kept us from a session with Postgres; null for anything else. */
function whyDatabaseIsAway(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, severity } = cause as { code?: string; severity?: string }
    if (severity === 'FATAL' || CONNECTION_PROBLEMS.includes(code ?? '')) return cause.message
  }
  return null
}
