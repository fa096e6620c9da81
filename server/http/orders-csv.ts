import type { ExportedOrder } from '#server/domains/orders'
import { decimalAmount, sum } from '#shared/money'
import { csvFigure, csvLine } from './csv-line'
import { streamText } from './stream-text'

const COLUMNS = [
  'number',
  'placed_at',
  'ship_by',
  'status',
  'fulfilment',
  'payment',
  'name',
  'company',
  'street',
  'extra',
  'postal_code',
  'city',
  'region',
  'country',
  'phone',
  'items',
  'pieces',
  'left_to_ship',
  'shipping_method',
  'items_total',
  'shipping',
  'discount',
  'total',
  'currency',
  'carrier',
  'tracking_number',
]

/** Orders as a file for a spreadsheet or a program that prints labels, one a row, sent while they are read. */
export const ordersCsv = (pages: AsyncIterable<ExportedOrder[]>): ReadableStream<Uint8Array> => streamText(rowsOf(pages))

async function* rowsOf(pages: AsyncIterable<ExportedOrder[]>): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  for await (const page of pages) yield page.map((row) => csvLine(cellsOf(row))).join('')
}

function cellsOf({ order, address, lines, carriers, trackingNumbers }: ExportedOrder): unknown[] {
  const money = (amountMinor: number) => csvFigure(decimalAmount({ amountMinor, currency: order.currency }))
  const { name, company = '', street, extra = '', postalCode, city, region = '', country, phone = '' } = address
  return [
    order.number,
    order.placedAt.toISOString(),
    order.shipBy?.toISOString() ?? '',
    order.status,
    order.fulfilmentStatus,
    order.paymentStatus,
    ...[name, company, street, extra, postalCode, city, region, country, phone],
    lines
      .map(({ quantity, title, optionLabel, sku }) => `${quantity} × ${[title, optionLabel].filter(Boolean).join(', ')} (${sku})`)
      .join('; '),
    sum(lines.map(({ quantity }) => quantity)),
    sum(lines.map(({ unsent }) => unsent)),
    order.shippingMethod,
    money(order.itemsMinor),
    money(order.shippingMinor),
    money(order.discountMinor),
    money(order.totalMinor),
    order.currency,
    [...new Set(carriers)].join('; '),
    trackingNumbers.join('; '),
  ]
}
