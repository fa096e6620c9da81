/**
 * Walks and chooses rows of a table by keys: J and K walk from box to box, X chooses, Enter opens. The boxes are the
 * checkboxes inside `root` that carry `data-pick`, with what they stand for.
 */
export function usePickKeys(root: () => HTMLElement | null, toggle: (id: string, range: boolean) => void, open: (place: number) => string) {
  const boxes = () => [...(root()?.querySelectorAll<HTMLInputElement>('input[data-pick]') ?? [])]

  function onKey(event: KeyboardEvent) {
    const target = event.target as HTMLElement
    const isTyping =
      target.matches('textarea, select, [contenteditable], input:not([type="checkbox"])') || target.closest('dialog, [role="dialog"]')
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return

    const all = boxes()
    const at = all.indexOf(document.activeElement as HTMLInputElement)
    const box = all[at]
    const key = event.key.toLowerCase()
    if (key === 'j' || key === 'k') all[Math.min(all.length - 1, Math.max(0, at + (key === 'j' ? 1 : -1)))]?.focus()
    else if (key === 'x' && box) toggle(box.dataset.pick!, event.shiftKey)
    else if (event.key === 'Enter' && box) void navigateTo(open(at))
    else return
    event.preventDefault()
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}
