import type { ConversationView } from '#shared/contracts/chat'
import { noticeState, showNotice } from './browser-notices'

/**
 * Tells in the browser, outside of the page, of a conversation in which somebody has written while nobody looks at it. Only who it is:
 * others may see the screen.
 */
export function useMessageNotices() {
  const session = useSessionStore()
  const router = useRouter()
  const href = useHref()
  const { t } = useI18n()
  const nameOfDesk = useDeskName()

  const nameOfBuyer = ({ buyerName }: ConversationView) => buyerName
  /** Where there may be something new: one's own conversations, those of each shop, and for staff what is written to the marketplace. */
  const places = computed(() => [
    {
      ...{ url: '/api/conversations', base: '/messages', count: session.unread.own },
      nameOf: (found: ConversationView) => found.room?.name ?? nameOfDesk(found),
    },
    ...session.shops.map(({ id, slug }) => ({
      ...{ url: `/api/seller/shops/${id}/conversations`, base: `/seller/${slug}/messages`, count: session.unread.shops[id] ?? 0 },
      nameOf: nameOfBuyer,
    })),
    { url: '/api/admin/support', base: '/admin/support', count: session.unread.support, nameOf: nameOfBuyer },
  ])

  watch(places, async (now, before) => {
    const { user } = session
    if (!user || document.visibilityState === 'visible' || noticeState(user.id) !== 'on') return
    const place = now.find(({ url, count }) => count > (before.find((other) => other.url === url)?.count ?? count))
    if (!place) return
    const page = await $fetch<{ items: ConversationView[] }>(place.url).catch(() => null)
    const newest = page?.items.find(({ unread, room }) => unread > 0 && room?.notices !== 'none')
    if (newest)
      showNotice(t('chat.notice', { name: place.nameOf(newest) ?? t('chat.gone') }), () => {
        void router.push(href(`${place.base}/${newest.id}`))
      })
  })
}
