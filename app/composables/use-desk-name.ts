import type { ConversationView } from '#shared/contracts/chat'

/** How the other side is called for whom somebody writes to: the shop, or the marketplace. */
export function useDeskName() {
  const { data: site } = useSite()
  return ({ kind, shop }: Pick<ConversationView, 'kind' | 'shop'>): string =>
    kind === 'support' ? (site.value?.name ?? '') : (shop?.name ?? '')
}
