import { shownName } from '#server/domains/reviews'

/** Enough to know whom one talks to, not enough to be found by; null for an account that is gone. */
export const nameOf = ({ name, status }: { name: string; status: string }): string | null => (status === 'erased' ? null : shownName(name))

/** The same of a guest, who has a name on their order alone. */
export const nameOfGuest = (group: { shippingAddress: { name: string } }): string => shownName(group.shippingAddress.name)
