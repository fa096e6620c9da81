export interface Toast {
  id: number
  text: string
  tone: 'neutral' | 'danger'
  action?: { label: string; to: string }
}

const SHOWN_FOR_MS = 6000

/** Short messages that outlive the page they came from. */
export const useToastsStore = defineStore('toasts', () => {
  const items = ref<Toast[]>([])
  /** From the first message on; before it nothing of what shows them is loaded. */
  const wanted = ref(false)
  let last = 0

  const dismiss = (id: number) => {
    items.value = items.value.filter((toast) => toast.id !== id)
  }
  const show = (text: string, { tone = 'neutral', action }: Partial<Pick<Toast, 'tone' | 'action'>> = {}) => {
    const id = ++last
    wanted.value = true
    items.value = [...items.value.slice(-2), { id, text, tone, action }]
    setTimeout(() => dismiss(id), SHOWN_FOR_MS)
  }

  return { items, wanted, show, dismiss }
})
