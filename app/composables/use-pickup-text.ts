import type { PickupPlace } from '#shared/contracts/shipping'

/** Where and when something is to be picked up, in lines. */
export function usePickupText() {
  return ({ address: { name, company, street, extra, postalCode, city }, hours }: PickupPlace) =>
    [[company || name, street, extra, `${postalCode} ${city}`].filter(Boolean).join(', '), hours].join('\n')
}
