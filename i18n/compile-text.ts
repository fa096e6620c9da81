import type { MessageCompiler, MessageContext } from 'vue-i18n'

type Text = (context: MessageContext<string>) => string
const compiled = new Map<string, Text>()

/**
 * Texts know three things: `{name}` takes a value, `{'@'}` is what stands in its quotes, and ` | ` parts one from many.
 * That needs no compiler in the browser.
 */
export const compileText: MessageCompiler = (message) => {
  const text = String(message)
  const known = compiled.get(text)
  if (known) return known

  const forms = text.split(' | ').map(fill)
  const made: Text = forms.length > 1 ? (context) => context.plural(forms.map((form) => form(context))) as string : forms[0]!
  compiled.set(text, made)
  return made
}

function fill(form: string): Text {
  const parts = form.replace(/\{'([^']*)'\}/g, '$1').split(/\{(\w+)\}/)
  if (parts.length === 1) return () => parts[0]!
  return (context) => parts.map((part, place) => (place % 2 ? String(context.named(part) ?? '') : part)).join('')
}
