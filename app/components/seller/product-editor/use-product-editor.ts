import { z } from 'zod'
import type { WireError } from '#shared/contracts/common'
import { productInputSchema, type CategoryChoice, type ProductForEditing } from '#shared/contracts/product-editor'
import { takeWhatIsFilledIn } from '~/composables/filled-before'
import { blankForm, formOf, gapsOf, inputOf, snapshotOf, type ProductForm } from './product-form'

// The content policy allows no code made of strings, which zod would otherwise try.
z.config({ jitless: true })

const REST_MS = 1500

/** How a product stands between the page and the server. */
export type SaveState = 'saved' | 'changed' | 'saving' | 'invalid' | 'conflict' | 'failed'

interface Options {
  /** The product as it was loaded; without one a new one is made. */
  product: ProductForEditing | undefined
  choices: Ref<readonly CategoryChoice[]>
  currency: string
  /** Where the shop's products are. */
  url: string
}

/**
 * A product while its seller works on it. A draft is saved by itself after a moment of rest; what shoppers see is saved
 * when its seller says so. `errors` are by the path in the contract, in the page's language.
 */
export function useProductEditor({ product, choices, currency, url }: Options) {
  const { t, locale } = useI18n()
  const refusal = useRefusal()

  const saved = shallowRef(product)
  const form = reactive(product ? formOf(product, { locale }) : blankForm()) as ProductForm
  const baseline = ref(snapshotOf(form))
  if (import.meta.client && useNuxtApp().isHydrating) {
    // The page says other things by its fields, so they are filled only when it has come alive as it was drawn.
    const filled = structuredClone(toRaw(form)) as unknown as Record<string, unknown>
    takeWhatIsFilledIn(filled)
    onMounted(() => Object.assign(form, Object.fromEntries(Object.entries(filled).filter(([, value]) => !Array.isArray(value)))))
  }

  const errors = ref<Partial<Record<string, string>>>({})
  const problem = ref<string | null>(null)
  const state = ref<SaveState>('saved')
  /** What has been answered with a refusal, so that it is not asked again and again. */
  let refused: string | null = null

  const asked = computed(() => choices.value.find(({ id }) => id === form.categoryId)?.attributes ?? [])
  const isDirty = computed(() => snapshotOf(form) !== baseline.value)
  const savesItself = computed(() => saved.value !== undefined && ['draft', 'rejected'].includes(saved.value.status))

  const textOf = (issue: z.core.$ZodIssue): string => {
    const [first, , last] = issue.path
    if (issue.code === 'custom') {
      if (last === 'compareAtMinor') return t('seller.editor.notReduced')
      if (first === 'orderMax') return t('seller.editor.orderRuleWrong')
      if (issue.path.length === 1) return t(first === 'options' ? 'seller.editor.optionTwice' : 'seller.editor.skuTwice')
      return t('forms.wrong')
    }
    if (issue.code === 'invalid_type' && issue.input === undefined && last === 'priceMinor') return t('forms.required')
    if (issue.code === 'too_small' && issue.origin === 'string') return issue.minimum === 1 ? t('forms.required') : tooShort(issue)
    if (issue.code === 'too_big' && issue.origin === 'string') return t('forms.tooLong', { maximum: Number(issue.maximum) })
    return t('forms.wrong')
  }
  const tooShort = ({ path, minimum }: z.core.$ZodIssueTooSmall) =>
    path[0] === 'title' && !form.title.trim() ? t('forms.required') : t('forms.tooShort', { minimum: Number(minimum) })

  function check() {
    const result = productInputSchema.safeParse(inputOf(form, asked.value, { currency }), { reportInput: true })
    const found: Partial<Record<string, string>> = {}
    for (const issue of result.error?.issues ?? []) found[issue.path.join('.')] ??= textOf(issue)
    const gaps = saved.value?.status === 'live' ? gapsOf(form, asked.value) : []
    for (const field of gaps) found[field] ??= t('seller.editor.neededOnSale')
    errors.value = found
    return result.success && gaps.length === 0 ? result.data : null
  }

  // A reproach goes as soon as what is typed is right, and none comes while somebody is typing.
  watch(form, () => {
    if (!isDirty.value) {
      if (state.value === 'changed' || state.value === 'invalid') state.value = 'saved'
    } else if (state.value !== 'saving' && state.value !== 'conflict') state.value = 'changed'
    if (Object.keys(errors.value).length > 0) check()
    if (savesItself.value) rest()
  })

  let waiting: ReturnType<typeof setTimeout> | undefined
  function rest() {
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      if (isDirty.value && state.value !== 'conflict' && snapshotOf(form) !== refused) void save()
    }, REST_MS)
  }
  onBeforeUnmount(() => clearTimeout(waiting))

  let running: Promise<boolean> | undefined
  /** Saves what is there now, after what is being saved already. Answers whether the server has it. */
  function save(over = false): Promise<boolean> {
    const before = running ?? Promise.resolve(true)
    const next = before.then(() => send(over)).finally(() => running === next && (running = undefined))
    running = next
    return next
  }

  async function send(over: boolean): Promise<boolean> {
    clearTimeout(waiting)
    problem.value = null
    const body = check()
    if (!body) return give('invalid')
    if (saved.value && !isDirty.value && !over) return give('saved')

    const sent = snapshotOf(form)
    const stock = form.rows.map((row) => ({ row, text: row.stock }))
    give('saving')
    try {
      const answer = await ask(body, over)
      saved.value = answer
      baseline.value = sent
      takeStock(stock, answer)
      refused = null
      give(isDirty.value ? 'changed' : 'saved')
      if (isDirty.value && savesItself.value) rest()
      return true
    } catch (error) {
      refused = sent
      return takeRefusal(error)
    }
  }

  function ask(product: z.output<typeof productInputSchema>, over: boolean) {
    if (!saved.value) return $fetch<ProductForEditing>(url, { method: 'POST', body: product })
    const body = { product, version: over ? undefined : saved.value.version }
    const address: string = `${url}/${saved.value.id}`
    return $fetch<ProductForEditing>(address, { method: 'PUT', body })
  }

  const give = (now: SaveState) => {
    state.value = now
    return now === 'saved'
  }

  /** What the server counts now goes into the grid, but for what was typed meanwhile. */
  function takeStock(sent: { row: ProductForm['rows'][number]; text: string }[], { variants }: ProductForEditing) {
    for (const { row, text } of sent) {
      const counted = variants.find(({ optionValues }) => optionValues.join() === row.optionValues.join())
      if (!counted) continue
      row.stockBefore = String(counted.onHand)
      if (row.stock === text && text !== row.stockBefore) {
        row.stock = row.stockBefore
        baseline.value = snapshotOf(form)
      }
    }
  }

  function takeRefusal(error: unknown): boolean {
    const { code, details = {} } = refusalOf(error) ?? ({} as Partial<WireError['data']>)
    if (code === 'catalog.edited_elsewhere') return give('conflict')
    const rowOf = (sku: unknown) => `variants.${form.rows.findIndex((row) => row.sku.trim() === sku)}`
    const places: Record<string, () => string> = {
      'catalog.slug_taken': () => 'slug',
      'catalog.sku_taken': () => `${rowOf(details.sku)}.sku`,
      'catalog.stock_promised': () => `${rowOf(details.sku)}.onHand`,
      'catalog.variant_in_use': () => 'variants',
      'catalog.category_not_found': () => 'categoryId',
      'catalog.attribute_invalid': () => `attributeValues.${String(details.key)}`,
      'catalog.description_too_long': () => 'description',
      'catalog.picture_not_found': () => 'images',
    }
    const place = code && places[code]?.()
    // The category may have changed since the page was loaded.
    if (code === 'catalog.attributes_missing') {
      for (const key of details.keys as string[]) errors.value[`attributeValues.${key}`] = t('seller.editor.neededOnSale')
      problem.value = refusal(error)
    } else if (place) errors.value = { [place]: refusal(error) }
    else problem.value = refusal(error)
    return give(place ? 'invalid' : 'failed')
  }

  /** Gives up what was changed here for what somebody else has saved. */
  async function takeTheirs() {
    const address: string = `${url}/${saved.value!.id}`
    take(await $fetch<ProductForEditing>(address))
  }

  function take(product: ProductForEditing) {
    saved.value = product
    Object.assign(form, formOf(product, { locale }))
    baseline.value = snapshotOf(form)
    errors.value = {}
    problem.value = null
    give('saved')
  }

  /** It has become something else than a draft, or a draft again; what is written stays as it is. */
  function setStatus(status: ProductForEditing['status']) {
    if (saved.value) saved.value = { ...saved.value, status }
  }

  return { setStatus, form, saved, errors, problem, state, isDirty, savesItself, asked, save, take, takeTheirs }
}

export type ProductEditor = ReturnType<typeof useProductEditor>
