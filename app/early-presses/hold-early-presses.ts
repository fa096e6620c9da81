/**
 * Holds what is pressed on a page that is drawn but not yet alive; plugins/early-presses.client.ts lets it go. It is sent
 * as text at the head of each page, so it may use nothing from outside itself. Links, and forms that have an address of
 * their own, do without scripts and are left alone.
 */
export function holdEarlyPresses(): void {
  const held = new Set<HTMLElement>()
  const hold = (event: Event) => {
    const pressed = (event.target as Element).closest<HTMLButtonElement>('button, [role="switch"]')
    if (!pressed || pressed.form?.hasAttribute('action')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    pressed.dataset.held = ''
    held.add(pressed)
  }
  const letGo = () => {
    document.removeEventListener('click', hold, true)
    for (const pressed of held) {
      delete pressed.dataset.held
      if (pressed.isConnected) pressed.click()
    }
  }
  document.addEventListener('click', hold, true)
  document.addEventListener('souk:alive', letGo, { once: true })
}
