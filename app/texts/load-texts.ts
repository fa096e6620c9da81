import type { Texts } from './translate'
import deAddress from '../../i18n/locales/de.json?url&no-inline'
import enAddress from '../../i18n/locales/en.json?url&no-inline'

/** Where the browser finds the texts of a language: data beside the script, fetched at the same time as it. */
export const TEXT_ADDRESSES: Record<string, string> = { en: enAddress, de: deAddress }

const onServer: Record<string, () => Promise<{ default: string }>> = {
  en: () => import('../../i18n/locales/en.json?raw'),
  de: () => import('../../i18n/locales/de.json?raw'),
}

const parsed = new Map<string, Texts>()

/** The texts of a language. A page has one; another language is another page load. */
export async function textsIn(locale: string): Promise<Texts> {
  const known = parsed.get(locale)
  if (known) return known

  const texts = import.meta.server
    ? (JSON.parse((await onServer[locale]!()).default) as Texts)
    : await $fetch<Texts, string>(TEXT_ADDRESSES[locale]!, { responseType: 'json' })
  parsed.set(locale, texts)
  return texts
}
