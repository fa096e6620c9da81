import { hasTexts, keptList } from './kept-list'

/** The oldest go first. */
const MOST = 50

interface Draft {
  userId: string
  conversationId: string
  text: string
}

const list = keptList('souk-drafts', (kept): kept is Draft => hasTexts(kept, 'userId', 'conversationId', 'text'))

type Place = Pick<Draft, 'userId' | 'conversationId'>
const isIn =
  ({ userId, conversationId }: Place) =>
  (draft: Draft) =>
    draft.userId === userId && draft.conversationId === conversationId

/** What this person has begun to write in a conversation and not yet sent, in this browser. */
export const draftIn = (place: Place): string => list.read().find(isIn(place))?.text ?? ''

/** Keeps what is begun; nothing but spaces is nothing. */
export function keepDraft(place: Place, text: string): void {
  const others = list.read().filter((draft) => !isIn(place)(draft))
  list.write((text.trim() ? [...others, { ...place, text }] : others).slice(-MOST))
}

export const forgetDrafts = (): void => list.write([])
