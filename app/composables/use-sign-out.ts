/** Signs out and goes to a page of shoppers; says so where it could not be done. */
export function useSignOut() {
  const { t } = useI18n()
  const session = useSessionStore()
  const toasts = useToastsStore()
  return (to: string) => session.signOut(to).catch(() => toasts.show(t('layout.signOutFailed'), { tone: 'danger' }))
}
