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
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
