/** Only members of the shop come in; everybody else finds nothing there, and who was let go meanwhile is told so. */
export default defineNuxtRouteMiddleware(async (to) => {
  const href = useHref()
  const session = useSessionStore()
  const app = useNuxtApp()
  const wanted = to.params.shop

  const before = session.shops.find(({ slug }) => slug === wanted)
  if (import.meta.client && !app.isHydrating) await session.load()
  const { user, shops } = await session.known()
  if (!user) return navigateTo({ path: href('/sign-in'), query: { to: to.fullPath } })
  if (wanted === undefined || shops.some(({ slug }) => slug === wanted)) return
  if (!before) return abortNavigation(createError({ statusCode: 404, statusMessage: 'Not Found', fatal: true }))

  useToastsStore().show(app.$t('seller.team.gone', { shop: before.name }), { tone: 'danger' })
  return navigateTo(href('/seller'))
})
