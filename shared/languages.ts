/** The languages of the texts; the first is the one without a prefix in addresses. */
export const LANGUAGES = [
  { code: 'en', language: 'en', name: 'English' },
  { code: 'de', language: 'de', name: 'Deutsch' },
] as const

/** The language of a page, by its path. */
export const localeOf = (path: string): string =>
  LANGUAGES.find(({ code }) => path === `/${code}` || path.startsWith(`/${code}/`))?.code ?? LANGUAGES[0].code
