import { describe, expect, it } from 'vitest'
import { visitor } from '#server/platform/actor'
import type { PostalAddress } from '#shared/contracts/address'
import { SAVED_ADDRESSES_MOST } from '#shared/contracts/saved-addresses'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { addAddress } from './add-address'
import { changeAddress, chooseDefaultAddress } from './change-address'
import { listAddresses } from './list-addresses'
import { removeAddress } from './remove-address'

const ctx = await testContext()
const { user } = make(ctx)
const at = (street: string): PostalAddress => ({ name: 'Ada', street, postalCode: '10115', city: 'Berlin', country: 'DE' })
const kept = async (actor: Parameters<typeof listAddresses>[1]) =>
  (await listAddresses(ctx, actor)).map(({ address, isDefault }) => [address.street, isDefault])

describe('addresses', () => {
  it('begin with the default, which the first one is', async () => {
    const ada = await user()
    await addAddress(ctx, ada, { address: at('Weg 1'), isDefault: false })
    const second = await addAddress(ctx, ada, { address: at('Weg 2'), isDefault: false })
    expect(await kept(ada)).toEqual([
      ['Weg 1', true],
      ['Weg 2', false],
    ])

    await chooseDefaultAddress(ctx, ada, second.id)
    expect(await kept(ada)).toEqual([
      ['Weg 2', true],
      ['Weg 1', false],
    ])
  })

  it('are kept once, however often they are sent', async () => {
    const ada = await user()
    const first = await addAddress(ctx, ada, { address: at('Weg 1'), isDefault: false })
    const again = await addAddress(ctx, ada, { address: { ...at('Weg 1'), company: '' }, isDefault: false })

    expect(again.id).toBe(first.id)
    expect(await kept(ada)).toEqual([['Weg 1', true]])
  })

  it('have a default as long as there are any', async () => {
    const ada = await user()
    const first = await addAddress(ctx, ada, { address: at('Weg 1'), isDefault: false })
    const second = await addAddress(ctx, ada, { address: at('Weg 2'), isDefault: false })

    await removeAddress(ctx, ada, first.id)
    expect(await kept(ada)).toEqual([['Weg 2', true]])
    await removeAddress(ctx, ada, second.id)
    expect(await kept(ada)).toEqual([])
  })

  it('are corrected', async () => {
    const ada = await user()
    const { id } = await addAddress(ctx, ada, { address: at('Wge 1'), isDefault: false })
    expect(await changeAddress(ctx, ada, id, { address: at('Weg 1') })).toEqual({ id, address: at('Weg 1'), isDefault: true })
  })

  it(`are ${SAVED_ADDRESSES_MOST} at most, also when many are sent at once`, async () => {
    const ada = await user()
    const sent = Array.from({ length: SAVED_ADDRESSES_MOST + 3 }, (_, index) =>
      addAddress(ctx, ada, { address: at(`Weg ${index}`), isDefault: true }),
    )
    const refused = (await Promise.allSettled(sent)).filter(({ status }) => status === 'rejected')

    expect(refused).toMatchObject(
      Array(3).fill({ reason: { code: 'accounts.too_many_addresses', details: { most: SAVED_ADDRESSES_MOST } } }),
    )
    const list = await kept(ada)
    expect(list).toHaveLength(SAVED_ADDRESSES_MOST)
    expect(list.filter(([, isDefault]) => isDefault)).toHaveLength(1)
  })

  it('of somebody else are not found, and nothing changes', async () => {
    const [ada, eve] = [await user(), await user()]
    const { id } = await addAddress(ctx, ada, { address: at('Weg 1'), isDefault: false })

    for (const act of [
      () => changeAddress(ctx, eve, id, { address: at('Weg 2') }),
      () => chooseDefaultAddress(ctx, eve, id),
      () => removeAddress(ctx, eve, id),
    ])
      await expect(act()).rejects.toMatchObject({ kind: 'not_found', code: 'accounts.address_not_found' })
    await expect(listAddresses(ctx, visitor())).rejects.toMatchObject({ code: 'accounts.not_signed_in' })
    expect(await kept(ada)).toEqual([['Weg 1', true]])
    expect(await kept(eve)).toEqual([])
  })
})
