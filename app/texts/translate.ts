/** The texts of one language, by domain. */
export interface Texts {
  [key: string]: string | Texts
}
export type TextValues = Record<string, unknown>

/** The text of a key. A number chooses the form and is what `{count}` stands for. */
export type Translate = (key: string, values?: TextValues | number, count?: number) => string

type Form = (values: TextValues) => string

/**
 * Reads texts: `{name}` takes a value, `{'@'}` is what stands in its quotes, ` | ` parts the forms for one and for many,
 * or for none, one and many. A key without a text is shown as it is, so that it is seen.
 */
export function translator(texts: Texts, locale: string) {
  const plural = new Intl.PluralRules(locale)
  const compiled = new Map<string, Form[] | null>()

  function formsOf(key: string): Form[] | null {
    const known = compiled.get(key)
    if (known !== undefined) return known
    const text = key
      .split('.')
      .reduce<Texts | string | undefined>((place, name) => (typeof place === 'object' ? place[name] : undefined), texts)
    const forms = typeof text === 'string' ? text.split(' | ').map(formOf) : null
    compiled.set(key, forms)
    return forms
  }

  const choose = (forms: Form[], count: number) => {
    if (forms.length === 3) return forms[count === 0 ? 0 : count === 1 ? 1 : 2]!
    return plural.select(count) === 'one' ? forms[0]! : forms.at(-1)!
  }

  const t: Translate = (key, values = {}, count) => {
    const forms = formsOf(key)
    if (!forms) return key
    if (typeof values === 'number') return choose(forms, values)({ count: values })
    return count === undefined ? forms[0]!(values) : choose(forms, count)({ count, ...values })
  }

  return { t, te: (key: string) => formsOf(key) !== null }
}

function formOf(form: string): Form {
  const parts = form.replace(/\{'([^']*)'\}/g, '$1').split(/\{(\w+)\}/)
  if (parts.length === 1) return () => parts[0]!
  return (values) => parts.map((part, place) => (place % 2 ? String(values[part] ?? '') : part)).join('')
}
