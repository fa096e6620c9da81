import * as accounts from '#server/domains/accounts'
import * as audit from '#server/domains/audit'
import * as cart from '#server/domains/cart'
import * as chat from '#server/domains/chat'
import * as checkout from '#server/domains/checkout'
import * as files from '#server/domains/files'
import * as notifications from '#server/domains/notifications'
import * as offers from '#server/domains/offers'
import * as orders from '#server/domains/orders'
import * as reviews from '#server/domains/reviews'
import * as shops from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'
import * as own from './personal-data'

interface Holder {
  personalDataOf: (ctx: Context, userId: string) => Promise<PersonalData>
  erasePersonalData?: (ctx: Context, userId: string) => Promise<void>
}

/** The domains that hold anything about people, in the order in which it is erased: what leads to other things goes last. */
const HOLDERS: readonly Holder[] = [
  checkout,
  notifications,
  orders,
  reviews,
  chat,
  offers,
  cart,
  shops,
  own,
  accounts,
  files,
  { personalDataOf: audit.personalDataOf },
]

/** Everything that is held about somebody, by table. */
export async function collectPersonalData(ctx: Context, userId: string): Promise<PersonalData> {
  const all: PersonalData = {}
  for (const { personalDataOf } of HOLDERS) Object.assign(all, await personalDataOf(ctx, userId))
  return all
}

/** Erases somebody everywhere, inside the transaction at hand. */
export async function eraseEverywhere(ctx: Context, userId: string): Promise<void> {
  for (const { erasePersonalData } of HOLDERS) await erasePersonalData?.(ctx, userId)
  // Once the account's own row says that it is nobody's.
  await orders.forgetDestinations(ctx)
}
