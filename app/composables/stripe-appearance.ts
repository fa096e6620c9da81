/** The page's own colours and corners for Stripe's form, which is a page of its own and knows neither. */
export function stripeAppearance(place: HTMLElement): object {
  const tokens = getComputedStyle(place)
  const colour = (token: string) => asRgb(tokens.getPropertyValue(token).trim())
  const variables = {
    fontFamily: 'system-ui, sans-serif',
    fontSizeBase: '16px',
    borderRadius: '10px',
    colorPrimary: colour('--ink'),
    colorBackground: colour('--paper-raised'),
    colorText: colour('--ink'),
    colorTextSecondary: colour('--ink-soft'),
    colorTextPlaceholder: colour('--ink-faint'),
    colorDanger: colour('--danger'),
  }
  return {
    theme: document.documentElement.classList.contains('dark') ? 'night' : 'stripe',
    variables: Object.fromEntries(Object.entries(variables).filter(([, value]) => value)),
  }
}

/** Stripe reads no `oklch()`; what a canvas paints with it is plain red, green and blue. */
function asRgb(colour: string): string | null {
  const canvas = document.createElement('canvas').getContext?.('2d')
  if (!canvas || !colour) return null
  canvas.fillStyle = colour
  canvas.fillRect(0, 0, 1, 1)
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data
  return `rgb(${red}, ${green}, ${blue})`
}
