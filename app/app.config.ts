/** Nuxt UI in Souk's hand: one saffron action a view, ink for everything else. Colours come from assets/css/nuxt-ui.css. */
export default defineAppConfig({
  ui: {
    modal: { variants: { overlay: { true: { overlay: 'bg-scrim' } }, fullscreen: { false: { content: 'rounded-panel' } } } },
    slideover: { variants: { overlay: { true: { overlay: 'bg-scrim' } } } },
    button: {
      compoundVariants: [
        {
          color: 'primary' as const,
          variant: 'solid' as const,
          class: 'bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-hover disabled:bg-accent aria-disabled:bg-accent',
        },
        // Paler under the pointer, as it comes, its words could not be read.
        { color: 'error' as const, variant: 'solid' as const, class: 'hover:bg-error hover:brightness-95 active:bg-error' },
      ],
    },
  },
})
