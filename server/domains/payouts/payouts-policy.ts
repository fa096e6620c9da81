import type { Actor } from '#server/platform/actor'
import type { ShopStatus } from '#shared/lifecycles/shop'

/** Money out is for admins to look after. */
export const mayLookAfterPayouts = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'

/** A shop that has closed gets what it is still owed; one that is suspended waits for the decision. */
export const PAYABLE: ShopStatus[] = ['active', 'closed']
export const canBePaid = ({ status }: { status: ShopStatus }) => PAYABLE.includes(status)
