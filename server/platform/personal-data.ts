/** What a domain holds about a person: rows by table, without anything that opens the account. */
export type PersonalData = Record<string, readonly Record<string, unknown>[]>
