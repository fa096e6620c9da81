import fc from 'fast-check'

/** As much of JSON Schema as the document uses. */
export interface JsonSchema {
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
}

/** Gives an arbitrary for a value where its name says more than its schema, such as an id of something that exists. */
export type Known = (name: string, schema: JsonSchema) => fc.Arbitrary<unknown> | null

/** Texts that have broken other people's programs. */
export const NASTY = [
  "'; DROP TABLE users; --",
  "' OR '1'='1",
  '%27%20UNION%20SELECT%20password_hash%20FROM%20users--',
  '%_%_%_%',
  '\\',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</script><svg/onload=alert(1)>',
  'javascript:alert(1)',
  '../../../../etc/passwd',
  '..%2f..%2f',
  '//evil.example/%2f..',
  '\r\nSet-Cookie: souk_session=evil\r\n',
  'a\r\nBcc: everyone@example.org',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202egnp.exe',
  '\ufeff',
  '${7*7}{{7*7}}',
  '=HYPERLINK("http://evil.example")',
  '__proto__',
  'constructor',
  '💥'.repeat(20),
  'ﷺ'.repeat(50),
  'Z̸̢̛a̴l̵g̶o̷'.repeat(5),
  'x'.repeat(5000),
  '9'.repeat(400),
  '-1',
  '1e309',
  'NaN',
  'null',
  '',
  ' ',
] as const

export const nasty: fc.Arbitrary<string> = fc.constantFrom(...NASTY)

const INTEGER_BOUND = 2 ** 53

/** Values that fit the schema, as unkind as it lets them be. */
export function arbitraryOf(schema: JsonSchema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const given = known(name, schema)
  if (given) return given
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fc.oneof(...either.map((one) => arbitraryOf(one, known, name)))

  switch (schema.type) {
    case 'object':
      return objectOf(schema, known)
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}, known, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(schema.minItems ?? 0, 3)),
      })
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -INTEGER_BOUND, -INTEGER_BOUND),
        max: Math.min(schema.maximum ?? INTEGER_BOUND, INTEGER_BOUND),
      })
    case 'number':
      return fc.double({ min: schema.minimum, max: schema.maximum, noNaN: true, noDefaultInfinity: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return stringOf(schema)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

const objectOf = ({ properties = {}, required = [] }: JsonSchema, known: Known) =>
  fc.record(Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, arbitraryOf(schema, known, key)])), {
    requiredKeys: required,
  })

function stringOf({ format, pattern, minLength = 0, maxLength = 200 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid()
  if (format === 'email') return fc.uuid().map((id) => `${id}@example.org`)
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  const length = { minLength, maxLength: Math.min(maxLength, Math.max(minLength, 200)) }
  if (pattern) return matching(pattern, length)

  const fitting = NASTY.filter((text) => text.length >= length.minLength && text.length <= maxLength)
  const strange = fc.string({ ...length, unit: 'binary' })
  return fitting.length > 0 ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fitting) }, fc.string(length), strange) : strange
}

/** Some patterns are more than fast-check can follow. */
function matching(pattern: string, length: { minLength: number; maxLength: number }): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: Math.max(length.maxLength, 20) })
  } catch {
    return fc.string(length)
  }
}
