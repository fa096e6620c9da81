import { describe, expect, it } from 'vitest'
import { productViewSchema, type ProductView } from '../contracts/catalog'
import { breadcrumbData } from './breadcrumbs'
import { organizationData, websiteData } from './marketplace'
import { productData } from './product'
import { shopData } from './shop'
import { serialiseStructuredData } from './site-address'

const address = { page: (path: string) => `https://souk.test${path}`, file: (path: string) => `https://souk.test${path}` }
const id = (n: number) => `01890000-0000-7000-8000-00000000000${n}`

const picture = (name: string) => ({
  alt: name,
  placeholder: null,
  width: 1280,
  height: 1280,
  renditions: [320, 1280].map((width) => ({ url: `/files/p/${name}/${width}.webp`, width })),
  avif: [],
})

const variant = (n: number, over: Partial<ProductView['variants'][number]> = {}): ProductView['variants'][number] => ({
  id: id(n),
  sku: `V/${n}`,
  optionValues: [],
  priceMinor: 2400,
  compareAtMinor: null,
  shownPriceMinor: over.priceMinor ?? 2400,
  shownCompareAtMinor: over.compareAtMinor ?? null,
  availability: { kind: 'in_stock' },
  pictureIndex: null,
  ...over,
})

const product = (over: Partial<ProductView> = {}): ProductView =>
  productViewSchema.parse({
    id: id(0),
    slug: 'vase',
    title: 'Vase',
    brand: '',
    seoTitle: '',
    seoDescription: '',
    description: '<p>By hand.</p><ul><li>Stone</li><li>20 cm</li></ul>',
    attributes: [],
    breadcrumbs: [
      { path: 'home', name: 'Home' },
      { path: 'home/vases', name: 'Vases' },
    ],
    gallery: [picture('front'), picture('back')],
    currency: 'EUR',
    pricesShown: 'withTax',
    minPriceMinor: 2400,
    maxPriceMinor: 2400,
    options: [],
    variants: [variant(1)],
    shop: {
      slug: 'lumen',
      name: 'Lumen',
      tagline: '',
      logo: null,
      country: 'DE',
      shipFrom: '',
      rating: { average: null, count: 0 },
      shippingPolicy: '',
      returnPolicy: '',
      returnDays: 30,
      closedUntil: null,
    },
    fewest: 1,
    most: 99,
    step: 1,
    shipping: {
      name: 'Parcel',
      priceMinor: 490,
      shownPriceMinor: 490,
      isFrom: false,
      freeFromMinor: 5000,
      minDays: 2,
      maxDays: 4,
      countries: ['DE', 'AT'],
      country: 'DE',
    },
    rating: { average: null, count: 0, distribution: [0, 0, 0, 0, 0] },
    reviews: { items: [], nextCursor: null },
    related: [],
    updatedAt: '2026-01-02T03:04:05.000Z',
    ...over,
  })

describe('a product without options', () => {
  it('is one product with one offer', () => {
    expect(productData(product(), address)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: 'Vase',
      url: 'https://souk.test/products/vase',
      description: 'By hand.\nStone\n20 cm',
      image: ['https://souk.test/files/p/front/1280.webp', 'https://souk.test/files/p/back/1280.webp'],
      category: 'Home > Vases',
      sku: 'V/1',
      offers: {
        '@type': 'Offer',
        url: 'https://souk.test/products/vase',
        price: '24.00',
        priceCurrency: 'EUR',
        availability: 'https://schema.org/InStock',
        itemCondition: 'https://schema.org/NewCondition',
        priceSpecification: [{ '@type': 'UnitPriceSpecification', price: '24.00', priceCurrency: 'EUR', valueAddedTaxIncluded: true }],
        seller: { '@type': 'Organization', name: 'Lumen', url: 'https://souk.test/shops/lumen' },
        shippingDetails: {
          '@type': 'OfferShippingDetails',
          shippingRate: { '@type': 'MonetaryAmount', value: '4.90', currency: 'EUR' },
          shippingDestination: ['DE', 'AT'].map((addressCountry) => ({ '@type': 'DefinedRegion', addressCountry })),
          deliveryTime: {
            '@type': 'ShippingDeliveryTime',
            transitTime: { '@type': 'QuantitativeValue', minValue: 2, maxValue: 4, unitCode: 'DAY' },
          },
        },
        hasMerchantReturnPolicy: {
          '@type': 'MerchantReturnPolicy',
          applicableCountry: ['DE', 'AT'],
          returnPolicyCategory: 'https://schema.org/MerchantReturnFiniteReturnWindow',
          merchantReturnDays: 30,
          returnMethod: 'https://schema.org/ReturnByMail',
        },
      },
    })
  })
})

describe('a product with options', () => {
  const group = product({
    options: [
      { name: 'Colour', values: ['Sand', 'Sea'] },
      { name: 'Scent', values: ['None'] },
    ],
    variants: [
      variant(1, { optionValues: ['Sand', 'None'], pictureIndex: 1, compareAtMinor: 3000 }),
      variant(2, { optionValues: ['Sea', 'None'], availability: { kind: 'sold_out' }, priceMinor: 5000 }),
    ],
  })

  it('is a group whose variants have an offer each', () => {
    const data = productData(group, address) as unknown as { '@type': string; variesBy: string[]; hasVariant: Record<string, unknown>[] }
    expect(data['@type']).toBe('ProductGroup')
    expect(data.variesBy).toEqual(['https://schema.org/color'])
    expect(data.hasVariant).toMatchObject([
      {
        '@type': 'Product',
        name: 'Vase, Sand, None',
        sku: 'V/1',
        color: 'Sand',
        image: 'https://souk.test/files/p/back/1280.webp',
        offers: {
          url: 'https://souk.test/products/vase?variant=V%2F1',
          price: '24.00',
          availability: 'https://schema.org/InStock',
          priceSpecification: [
            { price: '24.00', valueAddedTaxIncluded: true },
            { priceType: 'https://schema.org/StrikethroughPrice', price: '30.00', valueAddedTaxIncluded: true },
          ],
        },
      },
      {
        color: 'Sea',
        offers: { price: '50.00', availability: 'https://schema.org/OutOfStock', shippingDetails: { shippingRate: { value: '0.00' } } },
      },
    ])
    expect(data.hasVariant[1]).not.toHaveProperty('image')
  })

  it('says the prices that the page shows where those are without tax', () => {
    const { shipping } = product()
    const data = productData(
      product({
        pricesShown: 'withoutTax',
        variants: [variant(1, { compareAtMinor: 3000, shownPriceMinor: 2017, shownCompareAtMinor: 2521 })],
        shipping: { ...shipping!, shownPriceMinor: 412 },
      }),
      address,
    )
    expect(data).toMatchObject({
      offers: {
        price: '20.17',
        priceSpecification: [
          { price: '20.17', valueAddedTaxIncluded: false },
          { priceType: 'https://schema.org/StrikethroughPrice', price: '25.21', valueAddedTaxIncluded: false },
        ],
        shippingDetails: { shippingRate: { value: '4.12' } },
      },
    })
  })

  it('has no offer in stock while the shop is on holiday', () => {
    const closedUntil = '2026-08-15T00:00:00.000Z'
    const data = productData({ ...group, shop: { ...group.shop, closedUntil } }, address) as unknown as { hasVariant: { offers: object }[] }
    for (const { offers } of data.hasVariant)
      expect(offers).toMatchObject({ availability: 'https://schema.org/OutOfStock', availabilityStarts: closedUntil })
  })
})

describe('ratings', () => {
  const review = { id: id(9), authorName: 'Ada L.', rating: 4, title: 'Good', body: 'Stands well.', createdAt: '2026-02-03T04:05:06.000Z' }
  const rated = product({
    rating: { average: 4.3, count: 12, distribution: [0, 0, 1, 6, 5] },
    reviews: { items: [review], nextCursor: null },
  })

  it('are left out where nobody has rated', () => {
    const data = productData(product(), address)
    expect(data).not.toHaveProperty('aggregateRating')
    expect(data).not.toHaveProperty('review')
  })

  it('are those that the page shows', () => {
    expect(productData(rated, address)).toMatchObject({
      aggregateRating: { '@type': 'AggregateRating', ratingValue: 4.3, reviewCount: 12, bestRating: 5, worstRating: 1 },
      review: [{ author: { name: 'Ada L.' }, datePublished: '2026-02-03', reviewBody: 'Stands well.', reviewRating: { ratingValue: 4 } }],
    })
  })
})

it('says that nothing can be sent back where that is so, and nothing of shipping where there is none', () => {
  const { offers } = productData(product({ shipping: null, shop: { ...product().shop, returnDays: 0 } }), address) as unknown as {
    offers: object
  }
  expect(offers).toMatchObject({
    hasMerchantReturnPolicy: { returnPolicyCategory: 'https://schema.org/MerchantReturnNotPermitted', applicableCountry: ['DE'] },
  })
  expect(offers).not.toHaveProperty('shippingDetails')
})

it('shows the way to a page', () => {
  expect(
    breadcrumbData(
      [
        { name: 'Home', to: '/' },
        { name: 'Vases', to: '/categories/vases' },
      ],
      address,
    ).itemListElement,
  ).toEqual([
    { '@type': 'ListItem', position: 1, name: 'Home', item: 'https://souk.test/' },
    { '@type': 'ListItem', position: 2, name: 'Vases', item: 'https://souk.test/categories/vases' },
  ])
})

it('presents the marketplace, its search and its shops', () => {
  expect(organizationData('Souk', '/logo.svg', address)).toMatchObject({ name: 'Souk', logo: 'https://souk.test/logo.svg' })
  expect(websiteData('Souk', address)).toMatchObject({
    potentialAction: {
      target: { urlTemplate: 'https://souk.test/search?q={search_term_string}' },
      'query-input': 'required name=search_term_string',
    },
  })
  const { shop } = product()
  const view = {
    ...shop,
    about: [],
    banner: null,
    legalName: '',
    address: null,
    shipping: [],
    memberSince: '',
    products: { items: [], nextCursor: null, total: 0 },
  }
  expect(shopData(view, address)).toEqual({
    '@context': 'https://schema.org',
    '@type': 'OnlineStore',
    name: 'Lumen',
    url: 'https://souk.test/shops/lumen',
    address: { '@type': 'PostalAddress', addressCountry: 'DE' },
  })
})

it('cannot be left by what a seller writes', () => {
  const written = '</script><script>alert(1)</script><!-- \u2028 \u2029'
  const text = serialiseStructuredData(productData(product({ title: written }), address))
  expect(text).not.toMatch(/[<\u2028\u2029]/)
  expect(JSON.parse(text).name).toBe(written)
})
