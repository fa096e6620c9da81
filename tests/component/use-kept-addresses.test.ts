import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { ANOTHER_ADDRESS, useKeptAddresses } from '../../app/composables/use-kept-addresses'

const at = (street: string) => ({ name: 'Ada', street, postalCode: '10115', city: 'Berlin', country: 'DE' })
const kept = [
  { id: 'usual', address: { ...at('Weg 1'), phone: '030 1' }, isDefault: true },
  { id: 'other', address: at('Weg 2'), isDefault: false },
]
registerEndpoint('/api/accounts/addresses', () => ({ items: kept }))

async function chooser(typed: string) {
  const address = ref(at(typed))
  let made!: ReturnType<typeof useKeptAddresses>
  const Form = defineComponent({
    setup() {
      made = useKeptAddresses(address, () => at(''))
      return () => h('p')
    },
  })
  await mountSuspended(Form)
  await made.load()
  return { ...made, address }
}

describe('kept addresses at the checkout', () => {
  it('begin with the usual one', async () => {
    const { chosen, address } = await chooser('')
    expect(chosen.value).toBe('usual')
    expect(address.value).toEqual(kept[0]!.address)
  })

  it('leave alone what has been typed', async () => {
    const { chosen, address } = await chooser('Weg 3')
    expect(chosen.value).toBe(ANOTHER_ADDRESS)
    expect(address.value).toEqual(at('Weg 3'))
  })

  it('know one again that is in the form', async () => {
    const { chosen } = await chooser('Weg 2')
    expect(chosen.value).toBe('other')
  })

  it('change with the choice, and are not changed by what is typed afterwards', async () => {
    const { choose, chosen, address } = await chooser('')
    choose('other')
    expect(address.value).toEqual(at('Weg 2'))
    address.value.street = 'Weg 22'
    choose(ANOTHER_ADDRESS)
    expect([chosen.value, address.value]).toEqual([ANOTHER_ADDRESS, at('')])
    choose('other')
    expect(address.value.street).toBe('Weg 2')
  })
})
