/** What an erased account is called wherever something of it has to stay. */
export const ERASED_NAME = 'Former customer'

/** A host that nobody can ever own (RFC 2606). */
const NOWHERE = '@erased.invalid'

/** Unlike every other, so that no two accounts have one address; mail to it goes nowhere. */
export const erasedAddressOf = (userId: string): string => `erased+${userId}${NOWHERE}`

/** Whether mail to this address has nobody who would read it. */
export const isErasedAddress = (email: string): boolean => email.endsWith(NOWHERE)
