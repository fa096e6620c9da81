import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, it } from 'vitest'
import VariantPicker from '../../app/components/catalog/VariantPicker.vue'
import type { ProductView, VariantView } from '../../shared/contracts/catalog'

const variant = (sku: string, optionValues: string[], kind: 'in_stock' | 'sold_out' = 'in_stock') =>
  ({ sku, optionValues, availability: { kind } }) as VariantView

const variants = [variant('s-red', ['S', 'Red']), variant('s-blue', ['S', 'Blue'], 'sold_out'), variant('l-red', ['L', 'Red'])]
const product = {
  options: [
    { name: 'Size', values: ['S', 'M', 'L'] },
    { name: 'Colour', values: ['Red', 'Blue'] },
  ],
  variants,
} as ProductView

describe('the variant picker', () => {
  it('links each value to the variant nearest to the chosen one, and marks what is chosen', async () => {
    const wrapper = await mountSuspended(VariantPicker, { props: { product, variant: variants[2]! }, route: '/products/shirt' })
    const links = wrapper.findAll('a').map((link) => [link.text(), link.attributes('href'), link.attributes('aria-current')])

    expect(links).toEqual([
      ['S', '/products/shirt?variant=s-red', undefined],
      ['L', '/products/shirt?variant=l-red', 'true'],
      ['Red', '/products/shirt?variant=l-red', 'true'],
      ['Blue, Sold out', '/products/shirt?variant=s-blue', undefined],
    ])
  })

  it('says of a value that no variant has that it is not made', async () => {
    const wrapper = await mountSuspended(VariantPicker, { props: { product, variant: variants[0]! }, route: '/products/shirt' })
    expect(wrapper.findAll('span.value').map((value) => value.text())).toEqual(['M, not made like this'])
  })

  it('changes the address without a page load, and leaves a click for a new tab to the browser', async () => {
    const wrapper = await mountSuspended(VariantPicker, { props: { product, variant: variants[0]! }, route: '/products/shirt' })
    const large = wrapper.findAll('a').find((link) => link.text() === 'L')!
    const click = (over: MouseEventInit = {}) => {
      const event = new MouseEvent('click', { cancelable: true, bubbles: true, ...over })
      large.element.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(click()).toBe(true)
    expect(click({ ctrlKey: true })).toBe(false)
  })
})
