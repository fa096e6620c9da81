/** Only admins who have shown a second factor come in; one who has none yet sets it up first. Moderators have pages of their own. */
export default defineNuxtRouteMiddleware(async (to) => {
  const href = useHref()
  const session = useSessionStore()

  const { user } = await session.known()
  if (!user) return navigateTo({ path: href('/sign-in'), query: { to: to.fullPath } })
  if (user.twoFactorDue) return navigateTo({ path: href('/account/two-factor'), query: { to: to.fullPath } })
  if (user.role === 'moderator' && to.path === href('/admin')) return navigateTo(href('/admin/users'))
  if (user.role !== 'admin') return abortNavigation(createError({ statusCode: 403, statusMessage: 'Forbidden', fatal: true }))
})
