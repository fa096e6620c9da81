import type { AdminCategory, MoveCategory } from '#shared/contracts/admin-categories'

export const CATEGORY_WAYS = ['up', 'down', 'in', 'out'] as const
export type CategoryWay = (typeof CATEGORY_WAYS)[number]
/** Where one is dropped, as seen from another. */
export type DropPlace = 'before' | 'inside' | 'after'

const siblingsOf = (all: readonly AdminCategory[], parentId: string | null) => all.filter((category) => category.parentId === parentId)

/** Where a step leads; null where there is nowhere to go. */
export function stepOf(all: readonly AdminCategory[], category: AdminCategory, way: CategoryWay): MoveCategory | null {
  const siblings = siblingsOf(all, category.parentId)
  const index = siblings.findIndex(({ id }) => id === category.id)
  if (way === 'up') return index > 0 ? { parentId: category.parentId, position: index - 1 } : null
  if (way === 'down') return index < siblings.length - 1 ? { parentId: category.parentId, position: index + 1 } : null
  if (way === 'in') {
    const before = siblings[index - 1]
    return before ? { parentId: before.id, position: siblingsOf(all, before.id).length } : null
  }
  const parent = all.find(({ id }) => id === category.parentId)
  if (!parent) return null
  return { parentId: parent.parentId, position: siblingsOf(all, parent.parentId).findIndex(({ id }) => id === parent.id) + 1 }
}

/** Where a category ends up that is dropped on another; null where it cannot be. */
export function dropOf(all: readonly AdminCategory[], dragged: AdminCategory, onto: AdminCategory, place: DropPlace): MoveCategory | null {
  if (onto.path === dragged.path || onto.path.startsWith(`${dragged.path}/`)) return null
  if (place === 'inside') return { parentId: onto.id, position: siblingsOf(all, onto.id).length }
  const others = siblingsOf(all, onto.parentId).filter(({ id }) => id !== dragged.id)
  return { parentId: onto.parentId, position: others.findIndex(({ id }) => id === onto.id) + (place === 'after' ? 1 : 0) }
}

/** Where it stands among its siblings, counted from 1. */
export function standingOf(all: readonly AdminCategory[], { id, parentId }: AdminCategory) {
  const siblings = siblingsOf(all, parentId)
  const parent = all.find((category) => category.id === parentId)
  return { place: siblings.findIndex((sibling) => sibling.id === id) + 1, count: siblings.length, parent: parent?.name ?? null }
}
