import { TEXT_ADDRESSES, textsIn } from '~/texts'

/** Gives a page its texts, in its one language: another language is another page load. */
export default defineNuxtPlugin({
  name: 'texts',
  dependsOn: ['i18n:plugin'],
  async setup(nuxtApp) {
    const { locale, setLocaleMessage } = nuxtApp.$i18n
    setLocaleMessage(locale.value, await textsIn(locale.value))

    if (import.meta.server) {
      useHead({ link: [{ rel: 'preload', as: 'fetch', crossorigin: 'anonymous', href: TEXT_ADDRESSES[locale.value] }] })
    }
  },
})
