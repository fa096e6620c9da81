/** A price for so many of a variant, which one side of a conversation offers the other. */
export const OFFER_STATES = [
  'open',
  'countered', // declined by an offer of the other side
  'accepted', // the price and the stock are its buyer's for a time
  'declined',
  'withdrawn',
  'expired', // nobody answered in time, or what was agreed was not bought in time
  'bought',
] as const
export type OfferState = (typeof OFFER_STATES)[number]

/** What is bought while its time runs out stays bought, so nothing leads out of there. */
export const OFFER_MOVES: Record<OfferState, readonly OfferState[]> = {
  open: ['countered', 'accepted', 'declined', 'withdrawn', 'expired'],
  accepted: ['expired', 'bought'],
  countered: [],
  declined: [],
  withdrawn: [],
  expired: [],
  bought: [],
}

export const canMoveOffer = (from: OfferState, to: OfferState) => OFFER_MOVES[from].includes(to)

export const OFFER_SIDES = ['buyer', 'shop'] as const
export type OfferSide = (typeof OFFER_SIDES)[number]

export const OFFER_ANSWERS = ['accept', 'decline', 'counter', 'withdraw'] as const
export type OfferAnswer = (typeof OFFER_ANSWERS)[number]

/** Where each answer leads, and who may give it: the side that made the offer, or the other one. */
export const ANSWERS: Record<OfferAnswer, { to: OfferState; by: 'maker' | 'other' }> = {
  accept: { to: 'accepted', by: 'other' },
  decline: { to: 'declined', by: 'other' },
  counter: { to: 'countered', by: 'other' },
  withdraw: { to: 'withdrawn', by: 'maker' },
}

export const mayAnswerOffer = (answer: OfferAnswer, madeBy: OfferSide, side: OfferSide): boolean =>
  (ANSWERS[answer].by === 'maker') === (madeBy === side)

/** How long an offer may stand. */
export const OFFER_HOURS_LEAST = 1
export const OFFER_HOURS_MOST = 7 * 24
/** For how long an agreed price and its stock are kept for the buyer. */
export const AGREED_HOURS = 24
/** Offers of one conversation that are open, or agreed and not bought yet. */
export const OFFERS_AT_ONCE = 5
export const OFFER_QUANTITY_MAX = 999

interface Timed {
  state: OfferState
  expiresAt: Date
}

/** An open offer whose time is up is over, also before anybody has written that down. */
export const offerStateAt = ({ state, expiresAt }: Timed, now: Date): OfferState =>
  state === 'open' && expiresAt <= now ? 'expired' : state
