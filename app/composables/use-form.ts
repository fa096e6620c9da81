import { z } from 'zod'
import { takeWhatIsFilledIn } from './filled-before'

// The content policy allows no code made of strings, which zod would otherwise try.
z.config({ jitless: true })

interface Issue {
  path: PropertyKey[]
  code: string
  minimum?: number | bigint
  maximum?: number | bigint
  format?: string
}
interface WireIssue {
  path: string
}

const RELEASE_MS = 400

/**
 * Runs `then` when the key or the pointer that took the focus away is up again: a message that appeared while it is down
 * would move the button away from under the click.
 */
function whenReleased(then: () => void): void {
  const released = new AbortController()
  const done = () => {
    released.abort()
    clearTimeout(late)
    setTimeout(then)
  }
  const late = setTimeout(done, RELEASE_MS)
  for (const event of ['mouseup', 'keyup']) addEventListener(event, done, { signal: released.signal })
}

/**
 * A form that follows the contract of the body it sends. `errors` are by field, in the page's language; `problem` is what
 * the server said about the whole. After a failed attempt the first wrong field has the focus.
 */
export function useForm<S extends z.ZodObject>(
  schema: S,
  initial: z.input<S>,
  send: (body: z.output<S>) => Promise<unknown>,
  /** Refusals that speak of one field, by their code. */
  fieldOf: Record<string, keyof z.input<S> & string> = {},
) {
  const { t } = useI18n()
  const refusal = useRefusal()
  const fields = reactive(structuredClone(initial)) as z.input<S>
  const errors = ref<Partial<Record<string, string>>>({})
  const problem = ref<string | null>(null)
  const pending = ref(false)

  if (import.meta.client && useNuxtApp().isHydrating) takeWhatIsFilledIn(fields)

  const valueAt = (path: PropertyKey[]) =>
    path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], fields)
  const textOf = (issue: Issue): string => {
    const value = valueAt(issue.path)
    if (value === undefined || value === null || value === '') return t('forms.required')
    if (issue.code === 'too_small' && typeof value === 'string') return t('forms.tooShort', { minimum: Number(issue.minimum) })
    if (issue.code === 'too_big' && typeof value === 'string') return t('forms.tooLong', { maximum: Number(issue.maximum) })
    if (issue.format === 'email') return t('forms.email')
    return t('forms.wrong')
  }

  function check(): z.output<S> | null {
    const result = schema.safeParse(fields)
    const found: Partial<Record<string, string>> = {}
    for (const issue of result.error?.issues ?? []) found[issue.path.join('.')] ??= textOf(issue as Issue)
    errors.value = found
    return result.success ? result.data : null
  }

  function checkField(name: string) {
    const issue = schema.safeParse(fields).error?.issues.find(({ path }) => path.join('.') === name)
    errors.value = { ...errors.value, [name]: issue && textOf(issue as Issue) }
  }

  /** Checks one field when the person leaves it, but not one that is still empty. */
  function leave(name: string) {
    if (valueAt(name.split('.'))) whenReleased(() => checkField(name))
  }

  // A reproach goes as soon as what is typed there is right.
  const wrongValues = () =>
    Object.fromEntries(Object.keys(errors.value).flatMap((name) => (errors.value[name] ? [[name, valueAt(name.split('.'))]] : [])))
  watch(wrongValues, (now, before) => {
    for (const name of Object.keys(now)) if (name in before && now[name] !== before[name]) checkField(name)
  })

  async function submit(): Promise<boolean> {
    if (pending.value) return false
    problem.value = null
    const body = check()
    if (!body) return refuse()

    pending.value = true
    try {
      await send(body)
      return true
    } catch (error) {
      takeRefusal(error)
    } finally {
      pending.value = false
    }
    return refuse()
  }

  function takeRefusal(error: unknown) {
    const { code, details } = refusalOf(error) ?? {}
    const issues = (details?.issues ?? []) as WireIssue[]
    if (code && fieldOf[code]) errors.value = { [fieldOf[code]]: refusal(error) }
    else if (issues.length > 0) errors.value = Object.fromEntries(issues.map(({ path }) => [path, t('forms.wrong')]))
    else problem.value = refusal(error)
  }

  async function refuse(): Promise<false> {
    await nextTick()
    document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    return false
  }

  function reset() {
    Object.assign(fields, structuredClone(initial))
    errors.value = {}
    problem.value = null
  }

  return { fields, errors, problem, pending, submit, leave, reset }
}
