/** Every state a parcel can be in. */
export const SHIPMENT_STATUSES = ['draft', 'handed_over', 'in_transit', 'delivered', 'lost', 'returned_to_sender'] as const
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number]

export const SHIPMENT_MOVES: Record<ShipmentStatus, readonly ShipmentStatus[]> = {
  draft: ['handed_over'],
  handed_over: ['in_transit', 'delivered', 'lost', 'returned_to_sender'],
  in_transit: ['delivered', 'lost', 'returned_to_sender'],
  delivered: [],
  // It may turn up after all.
  lost: ['delivered', 'returned_to_sender'],
  returned_to_sender: [],
}

export const canMoveShipment = (from: ShipmentStatus, to: ShipmentStatus) => SHIPMENT_MOVES[from].includes(to)

/** What can be said of a parcel that has left. */
export const TRACKING_KINDS = ['in_transit', 'delivered', 'lost', 'returned_to_sender'] as const satisfies readonly ShipmentStatus[]
export type TrackingKind = (typeof TRACKING_KINDS)[number]

/** It did not get there. */
export const isTroubled = (status: ShipmentStatus) => status === 'lost' || status === 'returned_to_sender'
/** What was in it can be sent once more, as long as that has not been done. */
export const canResend = (shipment: { status: ShipmentStatus; resentAt: unknown }) =>
  isTroubled(shipment.status) && shipment.resentAt === null
/** Its buyer can say that it is there. */
export const canArrive = (shipment: { status: ShipmentStatus; resentAt: unknown }) =>
  canMoveShipment(shipment.status, 'delivered') && shipment.resentAt === null
