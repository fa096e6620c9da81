/** Sends visitors to sign in, and back afterwards. */
export default defineNuxtRouteMiddleware(async (to) => {
  const { $localePath } = useNuxtApp()
  const session = useSessionStore()

  const { user } = await session.known()
  if (!user) return navigateTo({ path: $localePath('/sign-in'), query: { to: to.fullPath } })
})
