import { describe, expect, it } from 'vitest'
import { isNarrowed, listQueryOf, readListView, writeListView } from './list-address'

const NOTHING = { seller: [], inStock: false, attribute: [] }

describe('the address of a list', () => {
  it('is read and written in one order, whatever the order of its parts', () => {
    const view = readListView({
      sort: 'price_asc',
      attribute: ['size=L', 'material=Oak', 'size=L'],
      inStock: 'true',
      seller: 'potter',
      price: '1000-2499',
      shipsTo: 'DE',
      rating: '4',
      category: 'home/vases',
      cursor: 'abc',
    })
    expect(view).toEqual({
      category: 'home/vases',
      price: { from: 1000, to: 2499 },
      rating: 4,
      seller: ['potter'],
      inStock: true,
      shipsTo: 'DE',
      attribute: ['material=Oak', 'size=L'],
      sort: 'price_asc',
      cursor: 'abc',
    })
    expect(Object.entries(writeListView(view))).toEqual([
      ['category', 'home/vases'],
      ['price', '1000-2499'],
      ['rating', '4'],
      ['seller', ['potter']],
      ['inStock', 'true'],
      ['shipsTo', 'DE'],
      ['attribute', ['material=Oak', 'size=L']],
      ['sort', 'price_asc'],
      ['cursor', 'abc'],
    ])
    expect(readListView(writeListView(view))).toEqual(view)
    expect(isNarrowed(view)).toBe(true)
  })

  it.each([
    {},
    { utm_source: 'mail', q: 'cup' },
    { sort: 'sideways', price: '7', rating: '6', inStock: '1', shipsTo: 'Germany', attribute: 'oak', seller: '../x', category: '/a' },
    { sort: ['newest', 'rating'], price: ['0-1', '2-3'] },
    { price: '500-100', attribute: '=', rating: '' },
    { price: null, seller: [null], sort: undefined },
  ])('says nothing where nothing is understood: %j', (query) => {
    expect(readListView(query)).toEqual(NOTHING)
    expect(writeListView(readListView(query))).toEqual({})
    expect(isNarrowed(readListView(query))).toBe(false)
  })

  it('asks the API by the bounds of a price', () => {
    expect(listQueryOf(readListView({ price: '10000-', inStock: 'true' }))).toMatchObject({ minPriceMinor: 10_000, inStock: 'true' })
    expect(listQueryOf(readListView({ price: '0-999' }))).toMatchObject({ minPriceMinor: undefined, maxPriceMinor: 999 })
  })

  it('is no other list further down', () => {
    expect(isNarrowed(readListView({ cursor: 'abc' }))).toBe(false)
  })
})
