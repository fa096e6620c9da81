/** A key that cannot be guessed; it also works where the browser holds back `crypto.randomUUID`, on plain HTTP. */
const randomKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * The key under which a request is sent once: the same body has the same key, also after a reload, so a second press of
 * the button gets the answer of the first. Another body is another request.
 */
export function idempotencyKey(scope: string, body: unknown): string {
  const text = JSON.stringify(body)
  const kept = JSON.parse(sessionStorage.getItem(scope) ?? 'null') as { text: string; key: string } | null
  if (kept?.text === text) return kept.key

  const key = randomKey()
  sessionStorage.setItem(scope, JSON.stringify({ text, key }))
  return key
}

/** What was asked for was refused and has had no effect: the next press is a new request. */
export const forgetIdempotencyKey = (scope: string) => sessionStorage.removeItem(scope)
