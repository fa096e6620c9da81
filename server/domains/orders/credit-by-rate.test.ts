import fc from 'fast-check'
import { expect, it } from 'vitest'
import { includedTax, sum } from '#shared/money'
import { creditByRate, type Credit } from './credit-by-rate'

const invoiced = [
  { rateBps: 1900, grossMinor: 1000, taxMinor: includedTax(1000, 1900) },
  { rateBps: 700, grossMinor: 500, taxMinor: includedTax(500, 700) },
]

it('takes what is for something back at its rate', () => {
  expect(creditByRate(invoiced, [], [{ rateBps: 700, amountMinor: 250 }])).toEqual([{ rateBps: 700, grossMinor: 250, taxMinor: 17 }])
})

it('takes what is for nothing in particular from all rates', () => {
  expect(creditByRate(invoiced, [], [{ rateBps: null, amountMinor: 150 }])).toEqual([
    { rateBps: 1900, grossMinor: 100, taxMinor: 16 },
    { rateBps: 700, grossMinor: 50, taxMinor: 3 },
  ])
})

it('takes what is more than is left of its rate from the others', () => {
  const before = creditByRate(invoiced, [], [{ rateBps: null, amountMinor: 1200 }])
  expect(creditByRate(invoiced, before, [{ rateBps: 700, amountMinor: 300 }])).toEqual([
    { rateBps: 1900, grossMinor: 200, taxMinor: 32 },
    { rateBps: 700, grossMinor: 100, taxMinor: 7 },
  ])
})

it('never takes more than was sold at a rate, and of everything exactly its tax', () => {
  const share = fc.record({ rateBps: fc.constantFrom(0, 700, 1000, 1900, 2550), grossMinor: fc.nat(100_000) })
  const sold = fc.uniqueArray(share, { selector: ({ rateBps }) => rateBps, minLength: 1 })
  const steps = fc.array(fc.record({ rateBps: fc.constantFrom(null, 0, 700, 1900), part: fc.nat(100) }), { maxLength: 8 })
  fc.assert(
    fc.property(sold, steps, (shares, wanted) => {
      const invoice = shares.map((one) => ({ ...one, taxMinor: includedTax(one.grossMinor, one.rateBps) }))
      let left = sum(invoice.map(({ grossMinor }) => grossMinor))
      const credited = []
      const credits: Credit[] = [
        ...wanted.map(({ rateBps, part }) => ({ rateBps, amountMinor: part })),
        { rateBps: null, amountMinor: Number.MAX_SAFE_INTEGER },
      ]
      for (const { rateBps, amountMinor } of credits) {
        const amount = Math.min(left, amountMinor)
        left -= amount
        const back = creditByRate(invoice, credited, [{ rateBps, amountMinor: amount }])
        expect(sum(back.map(({ grossMinor }) => grossMinor))).toBe(amount)
        expect(back.every(({ taxMinor }) => taxMinor >= 0)).toBe(true)
        credited.push(...back)
      }
      for (const { rateBps, grossMinor, taxMinor } of invoice) {
        const same = credited.filter((back) => back.rateBps === rateBps)
        expect(sum(same.map((back) => back.grossMinor))).toBe(grossMinor)
        expect(sum(same.map((back) => back.taxMinor))).toBe(taxMinor)
      }
    }),
  )
})
