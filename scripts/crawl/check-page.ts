import { LANGUAGES } from '#shared/languages'
import type { PageFacts } from './read-page'
import type { SitemapAddress } from './read-sitemaps'

type Alternates = readonly { language: string; address: string }[]
const WANTED = [...LANGUAGES.map(({ language }) => language as string), 'x-default'].sort().join(' ')
const asText = (alternates: Alternates) =>
  alternates
    .map(({ language, address }) => `${language} ${address}`)
    .sort()
    .join(', ')

/** What is against keeping a page that is there to be kept. */
export function problemsOfPage(address: string, page: PageFacts, entry: SitemapAddress | undefined): string[] {
  const { title, description, canonical, headings, language, alternates } = page
  const own = alternates.find((alternate) => alternate.address === address && alternate.language !== 'x-default')
  return [
    ...(title === '' ? ['has no title'] : []),
    ...(description === '' ? ['has no description'] : []),
    ...(headings.length === 1 && headings[0] !== '' ? [] : [`has ${headings.length} first headings`]),
    ...(canonical === address ? [] : [`says that it is ${canonical}`]),
    ...(own?.language === language ? [] : [`is in "${language}" and says "${own?.language}"`]),
    ...(asText(entry?.alternates ?? alternates) === asText(alternates) ? [] : ['has other languages than the sitemap says']),
    ...(entry || new URL(address).searchParams.has('cursor') ? [] : ['may be kept by search engines and is in no sitemap']),
  ]
}

/** Every page names each language and the one for all others, and those name it in return. */
export function problemsOfLanguages(pages: ReadonlyMap<string, { alternates: Alternates }>): [string, string][] {
  return [...pages].flatMap(([address, { alternates }]) => {
    const names = alternates.map(({ language }) => language).sort()
    if (names.join(' ') !== WANTED) return [[address, `is there in ${names.join(', ') || 'no language'}`] as [string, string]]
    return alternates.flatMap((other): [string, string][] => {
      const theirs = pages.get(other.address)
      if (!theirs) return [[address, `has another language at ${other.address}, which was not found`]]
      return asText(theirs.alternates) === asText(alternates) ? [] : [[address, `${other.address} does not name it in return`]]
    })
  })
}

/** Pages of one language that call themselves the same. Those of another are the same page in other words. */
export function sharedWords(pages: ReadonlyMap<string, PageFacts>, key: 'title' | 'description'): [string, string][] {
  const first = new Map<string, string>()
  return [...pages].flatMap(([address, page]): [string, string][] => {
    const words = `${page.language} ${page[key].toLowerCase()}`
    const other = first.get(words)
    if (other === undefined) first.set(words, address)
    return other === undefined ? [] : [[address, `has the ${key} of ${other}: ${page[key]}`]]
  })
}
