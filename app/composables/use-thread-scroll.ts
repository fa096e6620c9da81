import type { MessagePlace } from './conversation-line'
import { lastSeqOf, shownOf } from './message-log'
import type { useConversation } from './use-conversation'

/** Whoever is so near the end reads what comes; so far ahead of whoever scrolls there are messages already. */
const NEAR_END_PX = 120
const AHEAD_PX = 800

/**
 * Where somebody looks in a conversation: what they read stays in its place while messages come and go around it, more come when
 * they scroll near either end, and whoever is at the end of the newest stays there.
 */
export function useThreadScroll(scroller: Readonly<Ref<HTMLElement | null>>, chat: ReturnType<typeof useConversation>) {
  const { log, outgoing, isAtEnd } = chat
  /** Of the newest message that was there while somebody was at the end. */
  const seenSeq = ref(0)
  const newCount = computed(() => (log.value ? lastSeqOf(log.value) - seenSeq.value : 0))
  /** Somebody was brought elsewhere, so that nothing is to be kept in its place. */
  let jumps = 0

  function look(): void {
    const box = scroller.value
    if (!box || !log.value) return
    isAtEnd.value = !log.value.past && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX
    if (isAtEnd.value) seenSeq.value = lastSeqOf(log.value)
  }
  function scrolled(): void {
    look()
    const box = scroller.value
    if (!box || !log.value) return
    // After a failure it is for the buttons to try again.
    if (box.scrollTop < AHEAD_PX && shownOf(log.value).hasOlder && !chat.olderFailed.value) void chat.loadOlder()
    const belowPx = box.scrollHeight - box.scrollTop - box.clientHeight
    if (belowPx < AHEAD_PX && log.value.past && !chat.newerFailed.value) void chat.loadNewer()
  }

  /** The first message that can be seen. */
  function firstSeen(box: HTMLElement): { id: string; top: number } | undefined {
    const { top } = box.getBoundingClientRect()
    for (const row of box.querySelectorAll('[id^="message-"]')) {
      const place = row.getBoundingClientRect()
      if (place.bottom > top) return { id: row.id, top: place.top }
    }
    return undefined
  }
  watch([log, () => outgoing.value.length], async ([now], [before, waitedBefore]) => {
    const box = scroller.value
    const stays = isAtEnd.value && !now?.past && !before?.past
    const seen = box && !stays ? firstSeen(box) : undefined
    const isFocused = box?.contains(document.activeElement)
    const jumped = jumps
    await nextTick()
    const shown = scroller.value
    if (!shown) return
    if (stays || outgoing.value.length > waitedBefore) shown.scrollTop = shown.scrollHeight
    else if (seen && jumps === jumped) {
      const row = shown.querySelector(`#${seen.id}`)
      if (row) shown.scrollTop += row.getBoundingClientRect().top - seen.top
    }
    // What had the focus may be gone.
    if (isFocused && !shown.contains(document.activeElement)) shown.focus({ preventScroll: true })
    look()
  })

  /** A panel beside it, or the keyboard of a phone, takes from its height. */
  watch(scroller, (box, _, onCleanup) => {
    if (!box) return
    const observer = new ResizeObserver(() => isAtEnd.value && (box.scrollTop = box.scrollHeight))
    observer.observe(box)
    onCleanup(() => observer.disconnect())
  })

  async function goTo(place: MessagePlace): Promise<number | null> {
    const seq = await chat.goTo(place)
    if (seq === null) return null
    jumps++
    await nextTick()
    const row = scroller.value?.querySelector<HTMLElement>(`#message-${seq}`)
    row?.scrollIntoView({ block: 'center' })
    row?.focus({ preventScroll: true })
    look()
    return seq
  }
  async function goToNewest(): Promise<void> {
    jumps++
    chat.goToNewest()
    await nextTick()
    const box = scroller.value
    if (!box) return
    box.scrollTop = box.scrollHeight
    box.focus({ preventScroll: true })
    look()
  }

  return { newCount, scrolled, goTo, goToNewest }
}
