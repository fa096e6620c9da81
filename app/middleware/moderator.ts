/** Moderators and admins come in, once they have shown a second factor. */
export default defineNuxtRouteMiddleware(async (to) => {
  const href = useHref()
  const session = useSessionStore()

  const { user } = await session.known()
  if (!user) return navigateTo({ path: href('/sign-in'), query: { to: to.fullPath } })
  if (user.twoFactorDue) return navigateTo({ path: href('/account/two-factor'), query: { to: to.fullPath } })
  if (user.role === 'member') return abortNavigation(createError({ statusCode: 403, statusMessage: 'Forbidden', fatal: true }))
})
