import { describe, expect, it } from 'vitest'
import { drawProductPicture, pictureCount, type Pictured } from '../pictures/draw-product-picture'
import { shopStyles } from '../pictures/shop-style'
import { CATEGORIES } from './categories'
import { demoShops } from './index'
import type { DemoProduct } from './types'

const products = demoShops.flatMap((shop) => shop.products.map((product) => ({ shop: shop.slug, product })))
const paths: readonly string[] = CATEGORIES.flatMap((top) => top.children.map((child) => `${top.slug}/${child.slug}`))

const choicesOf = ({ options = {} }: DemoProduct) =>
  Object.values(options).reduce<string[][]>((all, values) => all.flatMap((chosen) => values.map((value) => [...chosen, value])), [[]])

const picturedOf = ({ shop, product }: (typeof products)[number]): Pictured => ({
  slug: `${shop}-${product.title}`,
  shop,
  picture: product.picture,
})

const misfits = (isWrong: (product: DemoProduct) => boolean) =>
  products.filter(({ product }) => isWrong(product)).map(({ shop, product }) => `${shop}: ${product.title}`)

describe('the demo catalogue', () => {
  it('has a shop for every picture style', () => {
    expect(demoShops.map(({ slug }) => slug).sort()).toEqual(Object.keys(shopStyles).sort())
  })

  it('has at least 250 products', () => {
    expect(products.length).toBeGreaterThanOrEqual(250)
  })

  it('gives every shop its own prefix, owner and address', () => {
    for (const own of [demoShops.map(({ skuPrefix }) => skuPrefix), demoShops.map(({ owner }) => owner.email)])
      expect(new Set(own).size).toBe(demoShops.length)
    expect(demoShops.filter(({ slug, owner }) => !owner.email.endsWith(`@${slug}.example`))).toEqual([])
  })

  it('puts at least three products in every category', () => {
    const few = paths.filter((path) => products.filter(({ product }) => product.category === path).length < 3)
    expect(few).toEqual([])
  })

  it('lies only in known categories', () => {
    expect(misfits(({ category }) => !paths.includes(category))).toEqual([])
  })

  it('never gives two products of a shop the same title', () => {
    for (const shop of demoShops) expect(new Set(shop.products.map(({ title }) => title)).size).toBe(shop.products.length)
  })

  it('never offers more than twelve variants', () => {
    expect(misfits((product) => choicesOf(product).length > 12)).toEqual([])
  })

  it('asks prices above nothing, in whole minor units, and lowers only higher ones', () => {
    expect(misfits(({ priceMinor }) => !Number.isInteger(priceMinor) || priceMinor <= 0)).toEqual([])
    expect(misfits(({ priceMinor, compareAtMinor }) => compareAtMinor !== undefined && compareAtMinor <= priceMinor)).toEqual([])
  })

  it('adds to the price only for values that can be chosen', () => {
    expect(
      misfits(({ options = {}, extraMinor = {} }) =>
        Object.keys(extraMinor).some((value) => !Object.values(options).flat().includes(value)),
      ),
    ).toEqual([])
  })

  it('sells out only what can be chosen', () => {
    expect(
      misfits((product) => {
        if (product.soldOut === undefined || product.soldOut === 'all') return false
        const choices = choicesOf(product)
        return product.soldOut.some((gone) => !choices.some((choice) => choice.includes(gone) || choice.join(' / ') === gone))
      }),
    ).toEqual([])
  })

  it('has a colour for each value of Colour', () => {
    expect(misfits(({ options, colours }) => colours !== undefined && colours.length !== options?.Colour?.length)).toEqual([])
  })

  it('describes every product in at least one paragraph of its own', () => {
    const openings = products.map(({ product }) => product.description.split('\n\n')[0])
    expect(new Set(openings).size).toBe(products.length)
    expect(misfits(({ attributes }) => attributes.length < 1 || attributes.length > 5)).toEqual([])
  })
})

describe.each(demoShops)('the pictures of $slug', ({ slug: shop, products: own }) => {
  it('are drawn, and drawn the same again', { timeout: 60_000 }, () => {
    for (const product of own) {
      const pictured = picturedOf({ shop, product })
      for (let index = 0; index < pictureCount(pictured); index++) {
        const svg = drawProductPicture(pictured, index)
        expect(svg, product.title).toMatch(/^<svg/)
        expect(svg, product.title).not.toMatch(/NaN|undefined/)
        if (index === 0) expect(drawProductPicture(pictured, index) === svg, product.title).toBe(true)
      }
    }
  })
})
