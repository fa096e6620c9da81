import { DomainError } from './errors'

/** A refusal as it is told of one among many. */
export interface ToldRefusal {
  code: string
  message: string
  details: Record<string, unknown>
}

/** Does one of many things: what is refused is told, and stops none of the others. Throws what is a bug. */
export async function refusalOf(work: () => Promise<unknown>): Promise<ToldRefusal | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const { code, message, details } = error
    return { code, message, details }
  }
}
