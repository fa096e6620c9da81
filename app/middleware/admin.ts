/** Only admins who have shown a second factor come in; one who has none yet sets it up first. */
export default defineNuxtRouteMiddleware(async (to) => {
  const { $localePath } = useNuxtApp()
  const session = useSessionStore()

  const { user } = await session.known()
  if (!user) return navigateTo({ path: $localePath('/sign-in'), query: { to: to.fullPath } })
  if (user.twoFactorDue) return navigateTo({ path: $localePath('/account/two-factor'), query: { to: to.fullPath } })
  if (user.role !== 'admin') return abortNavigation(createError({ statusCode: 403, statusMessage: 'Forbidden', fatal: true }))
})
