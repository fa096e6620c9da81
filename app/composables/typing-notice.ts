import type { ConversationSide } from '#shared/contracts/chat'
import { TYPING_SAID_EVERY_MS, TYPING_SHOWN_MS } from '#shared/lifecycles/chat'

export interface Typist {
  side: ConversationSide
  name: string
}

interface TypingNoticeParts {
  /** Says that one writes; false where nobody hears it. */
  say: () => boolean
  /** Called with the names of all who write at this moment, when that has changed. */
  changed: (names: readonly string[]) => void
}

/** Who writes in a conversation at this moment: told by them again and again, and over when they are silent or have said something. */
export function createTypingNotice({ say, changed }: TypingNoticeParts) {
  const typing = new Map<string, { name: string; timer: ReturnType<typeof setTimeout> }>()
  const keyOf = ({ side, name }: Typist) => `${side} ${name}`
  const show = () => changed([...typing.values()].map(({ name }) => name))

  function end(typist: Typist): void {
    const known = typing.get(keyOf(typist))
    if (!known) return
    clearTimeout(known.timer)
    typing.delete(keyOf(typist))
    show()
  }

  let saidAt = -Infinity
  return {
    /** One writes here. */
    typed(): void {
      if (Date.now() - saidAt >= TYPING_SAID_EVERY_MS && say()) saidAt = Date.now()
    },
    heard(typist: Typist): void {
      const known = typing.get(keyOf(typist))
      clearTimeout(known?.timer)
      typing.set(keyOf(typist), { name: typist.name, timer: setTimeout(() => end(typist), TYPING_SHOWN_MS) })
      if (!known) show()
    },
    end,
    stop(): void {
      for (const { timer } of typing.values()) clearTimeout(timer)
      typing.clear()
    },
  }
}
