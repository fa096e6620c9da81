/**
 * Holds what is done to a page, or to a part of it, that is drawn but not yet alive: buttons pressed, fields changed, forms
 * sent. Once it is alive it is done again, in the same order; a button that was pressed twice in haste is pressed once,
 * unless it counts its presses (`data-counts`). Links, and forms that have an address of their own, do without scripts and
 * are left alone. What keeps waiting is told of by the notice `data-late`.
 *
 * plugins/early-presses.client.ts says when the page is alive, `useAwakening` when one of its parts is. This is sent as
 * text at the head of each page, so it may use nothing from outside itself.
 */
export function holdEarlyPresses(): void {
  interface Held {
    element: HTMLElement
    /** What a field was changed to. */
    value?: string | boolean
  }
  const LATE_MS = 10_000
  let held: Held[] = []
  let alive = false
  let late: ReturnType<typeof setTimeout> | undefined
  let failed = false

  const sleeps = (element: Element) => !alive || element.closest('[data-asleep]') !== null
  const tellLate = (isLate: boolean) => {
    const notice = document.querySelector<HTMLElement>('[data-late]')
    if (notice) notice.hidden = !isLate || !held.some(({ element }) => element.isConnected)
  }
  const keep = (one: Held) => {
    held.push(one)
    late ??= setTimeout(tellLate, failed ? 0 : LATE_MS, true)
  }
  const stop = (event: Event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  const holdPress = (event: Event) => {
    const element = (event.target as Element).closest<HTMLButtonElement>('button, [role="switch"]')
    if (!element || element.form?.hasAttribute('action') || !sleeps(element)) return
    stop(event)
    element.dataset.held = ''
    if ('counts' in element.dataset || !held.some((one) => one.element === element)) keep({ element })
  }
  const holdForm = (event: Event) => {
    const element = event.target as HTMLFormElement
    if (element.hasAttribute('action') || !sleeps(element)) return
    stop(event)
    if (!held.some((one) => one.element === element)) keep({ element })
  }
  const noteChange = (event: Event) => {
    const element = event.target as HTMLInputElement
    if (!sleeps(element)) return
    held = held.filter((one) => one.element !== element)
    keep({ element, value: /^(checkbox|radio)$/.test(element.type) ? element.checked : element.value })
  }

  const doAgain = ({ element, value }: Held) => {
    if (value === undefined) {
      delete element.dataset.held
      if (element instanceof HTMLFormElement) element.requestSubmit()
      else element.click()
      return
    }
    const field = element as HTMLInputElement
    if (typeof value === 'boolean') {
      // Pressed anew, since a box may listen to presses alone.
      field.checked = !value
      field.click()
      return
    }
    if (field.type !== 'file') field.value = value
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }))
  }
  const letGo = async () => {
    const ready = held.filter(({ element }) => !sleeps(element))
    held = held.filter(({ element }) => sleeps(element))
    if (held.length === 0) {
      clearTimeout(late)
      late = undefined
      tellLate(false)
    }
    for (const one of ready) {
      if (one.element.isConnected) doAgain(one)
      // What this changes is drawn before the next one meets it.
      await new Promise((resolve) => setTimeout(resolve))
    }
  }

  document.addEventListener('click', holdPress, true)
  document.addEventListener('submit', holdForm, true)
  for (const kind of ['input', 'change']) document.addEventListener(kind, noteChange, true)
  document.addEventListener('souk:alive', () => {
    alive = true
    void letGo()
  })
  document.addEventListener('souk:part-alive', () => void letGo())
  const noteFailure = ({ target }: Event) => {
    if (!(target instanceof HTMLScriptElement)) return
    failed = true
    tellLate(true)
  }
  document.addEventListener('error', noteFailure, true)
}
