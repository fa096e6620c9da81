/** The languages of the texts; the first is the one without a prefix in addresses. */
export const LANGUAGES = [
  { code: 'en', language: 'en', name: 'English' },
  { code: 'de', language: 'de', name: 'Deutsch' },
] as const
