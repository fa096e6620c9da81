import { expect, it } from 'vitest'
import { postalAddressSchema } from '#shared/contracts/address'
import { createRandom } from '../random'
import { demoBuyers } from './people'
import { reviewOf } from './reviews'

it('the buyers have valid addresses, and mailboxes nobody can own', () => {
  expect(demoBuyers.length).toBe(40)
  expect(new Set(demoBuyers.map(({ email }) => email)).size).toBe(40)
  expect(demoBuyers.filter(({ email }) => !/^[a-z.]+@example\.(com|org|net)$/.test(email))).toEqual([])
  expect(demoBuyers.filter(({ address }) => !postalAddressSchema.safeParse(address).success)).toEqual([])
})

it('a review is the same for the same random numbers, and speaks of its rating', () => {
  expect(reviewOf('food', 5, createRandom('a'))).toEqual(reviewOf('food', 5, createRandom('a')))
  const said = (rating: 2 | 5) =>
    new Set(Array.from({ length: 60 }, (_, index) => reviewOf('wear', rating, createRandom(`${index}`)).title))
  expect([...said(5)].filter((title) => said(2).has(title))).toEqual([])
  expect(said(5).size).toBe(5)
})
