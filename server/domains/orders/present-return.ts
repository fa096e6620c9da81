import type { ReturnView } from '#shared/contracts/returns'
import type { OrderLineRow } from './orders-locks'
import type { WholeReturn } from './read-returns'

export function presentReturn({ back, lines, photos, label }: WholeReturn, orderLines: readonly OrderLineRow[]): ReturnView {
  const { id, number, status, handling, reason, text, address, refusal, note, carrier, trackingNumber, deductionMinor, refundedMinor } =
    back
  return {
    id,
    number,
    status,
    handling,
    reason,
    text,
    photos,
    lines: lines.map(({ orderLineId, quantity, acceptedQuantity, restockedQuantity }) => {
      const line = orderLines.find((of) => of.id === orderLineId)!
      return { lineId: orderLineId, title: line.title, optionLabel: line.optionLabel, quantity, acceptedQuantity, restockedQuantity }
    }),
    address,
    label,
    refusal,
    note,
    carrier,
    trackingNumber,
    deductionMinor,
    refundedMinor,
    requestedAt: back.requestedAt.toISOString(),
    movedAt: back.movedAt.toISOString(),
  }
}
