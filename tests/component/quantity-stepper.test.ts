import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, it } from 'vitest'
import QuantityStepper from '../../app/components/base/QuantityStepper.vue'

async function stepper(start: number, most?: number) {
  const wrapper = await mountSuspended(QuantityStepper, { props: { modelValue: start, most } })
  const [fewer, more] = wrapper.findAll('button')
  const input = wrapper.get('input')
  const last = () => wrapper.emitted('update:modelValue')?.at(-1)?.[0]
  return { wrapper, fewer: fewer!, more: more!, input, last }
}

describe('the quantity stepper', () => {
  it('steps up and down', async () => {
    const { wrapper, fewer, more, last } = await stepper(2)
    await more.trigger('click')
    expect(last()).toBe(3)
    await wrapper.setProps({ modelValue: 3 })
    await fewer.trigger('click')
    expect(last()).toBe(2)
  })

  it('stops at one and at the most there is', async () => {
    expect((await stepper(1)).fewer.attributes('disabled')).toBeDefined()
    const { more, fewer } = await stepper(4, 4)
    expect(more.attributes('disabled')).toBeDefined()
    expect(fewer.attributes('disabled')).toBeUndefined()
  })

  it.each([
    ['7', 7],
    ['250', 5],
    ['0', 1],
    ['-3', 1],
    ['2.9', 2],
    ['many', 1],
  ])('takes what is typed within bounds: %s', async (typed, expected) => {
    const { input, last } = await stepper(3, typed === '7' ? 99 : 5)
    await input.setValue(typed)
    await input.trigger('change')
    expect(last()).toBe(expected)
  })
})
