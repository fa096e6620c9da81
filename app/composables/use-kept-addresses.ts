import type { PostalAddress } from '#shared/contracts/address'
import { SAVED_ADDRESSES_MOST, type SavedAddress, type SavedAddressList } from '#shared/contracts/saved-addresses'

/** Chosen in place of a kept address: the fields of a new one. */
export const ANOTHER_ADDRESS = 'another'

/** The addresses that a signed-in buyer has kept, one of which fills in the form of the checkout. A guest has none. */
export function useKeptAddresses(address: Ref<PostalAddress>, blank: () => PostalAddress) {
  const session = useSessionStore()
  const toasts = useToastsStore()
  const refusal = useRefusal()
  const kept = shallowRef<SavedAddress[]>([])
  const chosen = ref(ANOTHER_ADDRESS)
  const wantsToKeep = ref(false)
  const mayKeep = computed(() => session.user !== null && chosen.value === ANOTHER_ADDRESS && kept.value.length < SAVED_ADDRESSES_MOST)

  function choose(id: string) {
    const found = kept.value.find((saved) => saved.id === id)
    address.value = found ? { ...found.address } : blank()
    chosen.value = found?.id ?? ANOTHER_ADDRESS
  }

  /** Begins with the default, unless an address has been typed in already; of that it is told whether it is kept. */
  async function load() {
    const url: string = '/api/accounts/addresses'
    const { items } = await $fetch<SavedAddressList>(url)
    kept.value = items
    const [first] = items
    if (!address.value.street && first) choose(first.id)
    else chosen.value = items.find((saved) => isSame(saved.address, address.value))?.id ?? ANOTHER_ADDRESS
  }

  /** Once the order goes on its way; that an address is not kept must not hold it up. */
  async function keep() {
    if (!mayKeep.value || !wantsToKeep.value) return
    await $fetch('/api/accounts/addresses', { method: 'POST', body: { address: address.value } }).catch((error) =>
      toasts.show(refusal(error), { tone: 'danger' }),
    )
  }

  return { kept, chosen, wantsToKeep, mayKeep, choose, load, keep }
}

function isSame(one: PostalAddress, other: PostalAddress): boolean {
  const names = Object.keys({ ...one, ...other }) as (keyof PostalAddress)[]
  return names.every((name) => (one[name] || '') === (other[name] || ''))
}
