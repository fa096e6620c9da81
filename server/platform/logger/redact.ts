const SECRET_KEYS = /pass(word|phrase)?|token|secret|authorization|cookie|api[-_]?key|signature|credential|totp|recovery|card|cvc|iban/i
const PERSONAL_KEYS = /^(e[-_]?mail|to|phone|name|address|line[12]|street|city|postcode|user[-_]?agent|ip)$/i
const SECRET_QUERY = /([?&](?:token|code|key|secret|signature|email)=)[^&\s"']+/gi
const CARD_LIKE = /\b\d(?:[ -]?\d){12,18}\b/g
const DATABASE_PARAMETERS = /\nparams:[\s\S]*?(?=\n\s+at |$)/g
const HIDDEN = '[hidden]'
const DEEPEST = 6
const MOST_ENTRIES = 50

/**
 * A copy that may be logged: no value under a key that names a secret or a person, no secret in an
 * address, nothing that looks like a card number, and of errors only what tells a programmer where to look.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value
  if (value instanceof Date) return value
  if (depth >= DEEPEST) return '[deep]'
  if (value instanceof Error) return redactError(value, depth)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((item) => redact(item, depth + 1))

  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value).slice(0, MOST_ENTRIES)) {
    copy[key] = SECRET_KEYS.test(key) || PERSONAL_KEYS.test(key) ? HIDDEN : redact(item, depth + 1)
  }
  return copy
}

export const redactText = (text: string): string =>
  text.replace(DATABASE_PARAMETERS, '').replace(SECRET_QUERY, `$1${HIDDEN}`).replace(CARD_LIKE, HIDDEN)

/** Postgres puts whole rows into `detail` and Drizzle the parameters into the message: both stay out. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, constraint_name: constraint, table_name: table } = error as Error & Record<string, unknown>
  return {
    type: error.name,
    message: redactText(error.message),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  }
}
