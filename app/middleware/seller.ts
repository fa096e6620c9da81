/** Only members of the shop come in; everybody else finds nothing there. */
export default defineNuxtRouteMiddleware(async (to) => {
  const href = useHref()
  const session = useSessionStore()

  const { user, shops } = await session.known()
  if (!user) return navigateTo({ path: href('/sign-in'), query: { to: to.fullPath } })
  const wanted = to.params.shop
  if (wanted !== undefined && !shops.some(({ slug }) => slug === wanted))
    return abortNavigation(createError({ statusCode: 404, statusMessage: 'Not Found', fatal: true }))
})
