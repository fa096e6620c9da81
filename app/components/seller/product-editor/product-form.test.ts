import { describe, expect, it } from 'vitest'
import { productInputSchema, type ProductForEditing } from '#shared/contracts/product-editor'
import { blankForm, combinationsOf, formOf, freeSku, gapsOf, inputOf, rowsAfter, snapshotOf, type VariantRow } from './product-form'

const euros = { currency: 'EUR', locale: 'de' }
const FILE = '01890000-0000-7000-8000-000000000001'
const variant = {
  compareAtMinor: null,
  weightGrams: 0,
  imagePosition: null,
  onHand: 5,
  reserved: 0,
  tracked: true,
  backorder: false,
  lowAt: 3,
}
const product: ProductForEditing = {
  id: '01890000-0000-7000-8000-000000000002',
  shopId: '01890000-0000-7000-8000-000000000003',
  status: 'draft',
  rejectionReason: '',
  version: 1,
  mayEdit: true,
  title: 'Vase',
  slug: 'vase',
  description: '<p>Clear</p>',
  categoryId: null,
  brand: '',
  attributes: [],
  attributeValues: { width: 12.5, washable: true },
  tags: ['glass'],
  seoTitle: '',
  seoDescription: '',
  orderMin: 1,
  orderMax: null,
  orderStep: 1,
  currency: 'EUR',
  options: [{ name: 'Colour', values: ['Sand', 'Sea'] }],
  variants: [
    { ...variant, id: FILE, optionValues: ['Sand'], sku: 'V-1', priceMinor: 2490, compareAtMinor: 3000, imagePosition: 0 },
    { ...variant, id: FILE, optionValues: ['Sea'], sku: 'V-2', priceMinor: 2600, weightGrams: 400 },
  ],
  images: [{ fileId: FILE, alt: 'A vase', picture: { alt: 'A vase', placeholder: null, renditions: [] } }],
  publishedAt: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
}
const asked = [
  { key: 'width', name: 'Width', kind: 'number' as const, required: false, filter: false },
  { key: 'washable', name: 'Washable', kind: 'yes_no' as const, required: false, filter: false },
]
const choices = (rows: VariantRow[] | null) => rows?.map(({ optionValues }) => optionValues)

describe('the form of a product', () => {
  it('sends what the product was, but for the stock that nobody touched', () => {
    const input = productInputSchema.parse(inputOf(formOf(product, euros), asked, euros))
    expect(input).toMatchObject({
      title: 'Vase',
      slug: 'vase',
      attributeValues: { width: 12.5, washable: true },
      images: [{ fileId: FILE, alt: 'A vase' }],
      options: product.options,
      variants: [
        { optionValues: ['Sand'], priceMinor: 2490, compareAtMinor: 3000, imagePosition: 0, tracked: true, backorder: false },
        { optionValues: ['Sea'], priceMinor: 2600, compareAtMinor: null, weightGrams: 400, imagePosition: null },
      ],
    })
    expect(input.variants.map(({ onHand }) => onHand)).toEqual([undefined, undefined])
  })

  it('sends stock that was counted anew', () => {
    const form = formOf(product, euros)
    form.rows[1]!.stock = '7'
    expect(inputOf(form, [], euros).variants.map(({ onHand }) => onHand)).toEqual([undefined, 7])
  })

  it('leaves the rules of stock alone where the variants differ', () => {
    const mixed = { ...product, variants: [product.variants[0]!, { ...product.variants[1]!, tracked: false }] }
    expect(formOf(mixed, euros).stockRule).toBe('mixed')
    expect(inputOf(formOf(mixed, euros), [], euros).variants[0]).not.toHaveProperty('tracked')
  })

  it('has the contract say what cannot be read', () => {
    const form = { ...blankForm(), title: 'Vase' }
    Object.assign(form.rows[0]!, { sku: 'V', price: 'ten', weight: '1.5', stock: '-1' })
    const { error } = productInputSchema.safeParse(inputOf(form, [], euros))
    expect(error?.issues.map(({ path }) => path.join('.')).sort()).toEqual([
      'variants.0.onHand',
      'variants.0.priceMinor',
      'variants.0.weightGrams',
    ])
  })

  it('is the same as before when only the server learned something', () => {
    const form = formOf(product, euros)
    const before = snapshotOf(form)
    form.rows[0]!.stockBefore = '9'
    expect(snapshotOf(form)).toBe(before)
    form.rows[0]!.stock = '9'
    expect(snapshotOf(form)).not.toBe(before)
  })
})

describe('the rows of the grid', () => {
  const rows = formOf(product, euros).rows
  const colour = product.options[0]!

  it('are every combination', () => {
    expect(combinationsOf([colour, { name: 'Size', values: ['S', 'L'] }, { name: 'Empty', values: [] }])).toEqual([
      ['Sand', 'S'],
      ['Sand', 'L'],
      ['Sea', 'S'],
      ['Sea', 'L'],
    ])
  })

  it('gain those of a new value, with a price and a SKU, and keep the others', () => {
    const after = rowsAfter([colour], [{ ...colour, values: ['Sand', 'Sea', 'Sky'] }], rows, 'Vase')!
    expect(after.slice(0, 2)).toEqual(rows)
    expect(after[2]).toMatchObject({ optionValues: ['Sky'], price: '24,90', sku: 'VASE-SKY', stock: '' })
  })

  it('lose those of a value that goes', () => {
    expect(choices(rowsAfter([colour], [{ ...colour, values: ['Sea'] }], rows, 'Vase'))).toEqual([['Sea']])
  })

  it('do not bring back what was taken out by hand, unless all are asked for', () => {
    const after = [{ ...colour, values: ['Sand', 'Sea', 'Sky'] }]
    expect(choices(rowsAfter([colour], after, [rows[0]!], 'Vase'))).toEqual([['Sand'], ['Sky']])
    expect(choices(rowsAfter(after, after, [rows[0]!], 'Vase', true))).toEqual([['Sand'], ['Sea'], ['Sky']])
  })

  it('keep the SKU and the stock in the first that an option tells more of', () => {
    const after = rowsAfter([colour], [colour, { name: 'Size', values: ['S', 'L'] }], rows, 'Vase')!
    expect(after.map(({ optionValues, sku, stock, price }) => [optionValues.join(), sku, stock, price])).toEqual([
      ['Sand,S', 'V-1', '5', '24,90'],
      ['Sand,L', 'VASE-SAND-L', '', '24,90'],
      ['Sea,S', 'V-2', '5', '26,00'],
      ['Sea,L', 'VASE-SEA-L', '', '26,00'],
    ])
  })

  it('become one again without options', () => {
    expect(rowsAfter([colour], [], rows, 'Vase')).toEqual([{ ...rows[0], optionValues: [] }])
  })

  it('are not made when they would be too many', () => {
    const many = (name: string) => ({ name, values: Array.from({ length: 11 }, (_, n) => `${name}${n}`) })
    expect(rowsAfter([], [many('a'), many('b')], [rows[0]!], 'Vase')).toBeNull()
  })
})

it('proposes SKUs that are not taken', () => {
  expect(freeSku('Käse & Brot', ['Groß'], new Set(['KASE-BROT-GROSS']))).toBe('KASE-BROT-GROSS-2')
  expect(freeSku('猫', [], new Set())).toBe('SKU')
})

describe('a product on sale', () => {
  const attribute = { name: 'Width', kind: 'number' as const, filter: false }
  const asked = [
    { ...attribute, key: 'width', required: true },
    { ...attribute, key: 'height', required: true },
    { ...attribute, key: 'depth', required: false },
  ]

  it('has a category', () => expect(gapsOf(formOf(product, euros), [])).toEqual(['categoryId']))

  it('says everything that its category requires', () => {
    const form = { ...formOf(product, euros), categoryId: FILE, attributeValues: { width: '12', height: ' ' } }
    expect(gapsOf(form, asked)).toEqual(['attributeValues.height'])
    expect(gapsOf({ ...form, attributeValues: { width: '12', height: '3' } }, asked)).toEqual([])
  })
})
