/** Sends visitors to sign in, and back afterwards. */
export default defineNuxtRouteMiddleware(async (to) => {
  const href = useHref()
  const session = useSessionStore()

  const { user } = await session.known()
  if (!user) return navigateTo({ path: href('/sign-in'), query: { to: to.fullPath } })
})
