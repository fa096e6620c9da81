import type { Config } from '#server/platform/config/config'

/** A page's address in the reader's language. Its host is the configured one, whatever a request says. */
export const pageAddress = ({ siteUrl }: Pick<Config, 'siteUrl'>, language: 'en' | 'de', path: string): string =>
  `${siteUrl}${language === 'en' ? '' : `/${language}`}${path}`
