/** Every state a parcel can be in. */
export const SHIPMENT_STATUSES = ['draft', 'handed_over', 'in_transit', 'delivered', 'lost', 'returned_to_sender'] as const
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number]

export const SHIPMENT_MOVES: Record<ShipmentStatus, readonly ShipmentStatus[]> = {
  draft: ['handed_over'],
  handed_over: ['in_transit', 'delivered', 'lost', 'returned_to_sender'],
  in_transit: ['delivered', 'lost', 'returned_to_sender'],
  delivered: [],
  lost: [],
  returned_to_sender: [],
}

export const canMoveShipment = (from: ShipmentStatus, to: ShipmentStatus) => SHIPMENT_MOVES[from].includes(to)
