/** A page that the browser kept shows who was signed in when it was left: by now that may be nobody, or somebody else. */
export default defineNuxtPlugin(() => {
  const session = useSessionStore()
  window.addEventListener('pageshow', async ({ persisted }) => {
    if (!persisted) return
    const before = session.user?.id
    await session.load()
    if (session.user?.id !== before) reloadNuxtApp({ force: true })
  })
})
