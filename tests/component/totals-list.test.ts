import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, it } from 'vitest'
import TotalsList from '../../app/components/checkout/TotalsList.vue'

const amounts = { shippingMinor: 412, discountMinor: 100, taxMinor: 800, currency: 'EUR' }
const rowsOf = async (props: InstanceType<typeof TotalsList>['$props']) => {
  const list = await mountSuspended(TotalsList, { props })
  return list.findAll('dl > div').map((row) => `${row.get('dt').text()} ${row.get('dd').text()}`)
}

it('says below the total what of it is tax, where the rows have it inside', async () => {
  expect(await rowsOf({ ...amounts, itemsMinor: 4700, totalMinor: 5012 })).toEqual([
    'Goods €47.00',
    'Discount −€1.00',
    'Shipping €4.12',
    'Total €50.12',
    'Including tax €8.00',
  ])
})

it('adds the tax as a row above the total, where the others are without', async () => {
  expect(await rowsOf({ ...amounts, itemsMinor: 3900, totalMinor: 5012, taxAdded: true })).toEqual([
    'Goods €39.00',
    'Discount −€1.00',
    'Shipping €4.12',
    'Tax €8.00',
    'Total €50.12',
  ])
})
