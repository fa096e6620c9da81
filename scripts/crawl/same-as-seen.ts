import { readFileSync } from 'node:fs'
import type { OfferData, StructuredData } from './google-rules'
import type { PageFacts } from './read-page'

interface Texts {
  base: { stars: string; reviews: string }
  product: { inStock: string; lowStock: string; soldOut: string; closed: string }
}
const texts = new Map<string, Texts>()
function textsOf(language: string): Texts {
  const known = texts.get(language) ?? JSON.parse(readFileSync(new URL(`../../i18n/locales/${language}.json`, import.meta.url), 'utf8'))
  texts.set(language, known)
  return known
}

const plain = (text: string) => text.replace(/\s+/g, ' ')
/** The text with anything where it has a placeholder, in each of its plural forms. */
const patternOf = (text: string) =>
  new RegExp(
    text
      .split(' | ')
      .map((form) => form.replace(/[.+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+?'))
      .join('|'),
  )

/** Where a page's structured data says something else than the page itself says to people. */
export function differencesFromSeen(page: PageFacts, blocks: readonly StructuredData[], address: string): string[] {
  return blocks.flatMap((block) => {
    switch (block['@type']) {
      case 'Product':
        return [...named(page, block.name), ...rated(page, block.aggregateRating), ...offered(page, block.offers)]
      case 'ProductGroup': {
        const offers = block.hasVariant.map((variant) => variant.offers)
        const shown = offers.find(({ url }) => isSameAddress(url, address)) ?? offers.find(isForSale) ?? offers[0]!
        return [...named(page, block.name), ...rated(page, block.aggregateRating), ...offered(page, shown)]
      }
      case 'OnlineStore':
        return [...named(page, block.name), ...rated(page, block.aggregateRating)]
      case 'BreadcrumbList': {
        const [told, seen] = [block.itemListElement.map(({ name }) => plain(name).trim()).join(' / '), page.crumbs.join(' / ')]
        return told === seen ? [] : [`the data's breadcrumbs are "${told}", the page's "${seen}"`]
      }
      default:
        return []
    }
  })
}

/** A query may be escaped in more than one way. */
function isSameAddress(one: string, other: string): boolean {
  const [first, second] = [new URL(one), new URL(other)]
  return first.pathname === second.pathname && first.searchParams.toString() === second.searchParams.toString()
}

const isForSale = ({ availability }: OfferData) => availability === 'https://schema.org/InStock'

const named = ({ headings }: PageFacts, name: string) =>
  headings[0] === plain(name).trim() ? [] : [`the data's name is "${name}", the heading "${headings[0]}"`]

function rated({ header, language }: PageFacts, rating: { ratingValue: number; reviewCount: number } | undefined): string[] {
  const isRated = patternOf(textsOf(language).base.stars).test(header)
  if (!rating) return isRated ? ['the page shows a rating that the data does not have'] : []
  const average = rating.ratingValue.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const counted = textsOf(language).base.reviews.replaceAll('{count}', String(rating.reviewCount)).split(' | ')
  const isSeen = counted.some((count) => header.replaceAll(' ', '').includes(`${average}${count}`.replaceAll(' ', '')))
  return isSeen ? [] : [`the data's rating ${average} of ${rating.reviewCount} is not seen`]
}

function offered({ besideHeader, language }: PageFacts, offer: OfferData): string[] {
  const money = (amount: string) => plain(Number(amount).toLocaleString(language, { style: 'currency', currency: offer.priceCurrency }))
  const { inStock, lowStock, soldOut, closed } = textsOf(language).product
  const said = (isForSale(offer) ? [inStock, lowStock] : [soldOut, closed]).map(patternOf)
  const before = offer.priceSpecification.find(({ priceType }) => priceType !== undefined)?.price

  return [
    ...(besideHeader.includes(money(offer.price)) ? [] : [`the data's price ${money(offer.price)} is not seen`]),
    ...(before === undefined || besideHeader.includes(money(before)) ? [] : [`the data's earlier price ${money(before)} is not seen`]),
    ...(said.some((pattern) => pattern.test(besideHeader)) ? [] : [`the data's ${offer.availability} is not seen`]),
  ]
}
