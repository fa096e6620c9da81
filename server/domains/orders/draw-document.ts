import { composePdf, type PdfCell, type PdfPaper } from '#server/platform/pdf/pdf-document'
import type { PostalAddress } from '#shared/contracts/address'
import type { DocumentContent } from '#shared/contracts/order-documents'
import { formatMoney } from '#shared/money'
import { DOCUMENT_TEXTS } from './document-texts'
import type { OrderDocumentRow } from './issue-document'

export type DocumentLanguage = DocumentContent['language']

/** An invoice or a credit note, made of nothing but what was frozen: the same bytes whenever it is asked for. */
export function drawDocument(document: Pick<OrderDocumentRow, 'kind' | 'number' | 'content' | 'issuedAt'>): Promise<Uint8Array> {
  const { kind, number, content, issuedAt } = document
  const text = DOCUMENT_TEXTS[content.language]
  const title = kind === 'invoice' ? text.invoice(number) : text.creditNote(number)
  return composePdf({
    title,
    author: content.seller.legalName || content.seller.name,
    madeAt: issuedAt,
    language: content.language,
    papers: [
      {
        ...paperFrame(content.language, content.seller, content.buyer),
        facts: [
          { label: text.number, value: number },
          { label: text.date, value: dayText(issuedAt, content.language) },
          ...(content.invoiceNumber ? [{ label: text.toInvoice, value: content.invoiceNumber }] : []),
          { label: text.order, value: content.orderNumber },
          { label: text.orderedOn, value: dayText(new Date(content.placedAt), content.language) },
          ...(content.seller.vatId ? [{ label: text.vatId, value: content.seller.vatId }] : []),
        ],
        blocks: [
          { kind: 'title', text: title },
          linesOf(content),
          { kind: 'totals', rows: totalsOf(content, kind) },
          {
            kind: 'paragraph',
            text: kind === 'invoice' ? text.paid(dayText(new Date(content.placedAt), content.language)) : text.paidBack,
          },
        ],
      },
    ],
  })
}

/** What every paper of a shop has around its contents. */
export function paperFrame(
  language: DocumentLanguage,
  { name, legalName, address, vatId }: DocumentContent['seller'],
  recipient: PostalAddress,
): Pick<PdfPaper, 'sender' | 'senderLine' | 'recipient' | 'footer' | 'pageLabel'> {
  const text = DOCUMENT_TEXTS[language]
  const who = legalName || name
  const place = address ? [address.street, `${address.postalCode} ${address.city}`] : []
  const where = address ? [...place, countryName(address.country, language)] : []
  return {
    sender: name,
    senderLine: [who, ...place].join(' · '),
    recipient: addressLines(recipient, language),
    footer: [[who, ...where].join(' · '), ...(vatId ? [`${text.vatId} ${vatId}`] : [])],
    pageLabel: text.page,
  }
}

export const addressLines = (address: PostalAddress, language: DocumentLanguage): string[] => {
  const { name, company, street, extra, postalCode, city, region, country } = address
  const lines = [company, name, street, extra, `${postalCode} ${city}`.trim(), region, countryName(country, language)]
  return lines.filter((line): line is string => Boolean(line))
}

const countryName = (country: string, language: DocumentLanguage): string =>
  new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country

/** The day by the calendar, in UTC, whatever machine prints it. */
export const dayText = (moment: Date, language: DocumentLanguage): string =>
  moment.toLocaleDateString(language === 'de' ? 'de-DE' : 'en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

const rateText = (rateBps: number, language: DocumentLanguage): string =>
  (rateBps / 10_000).toLocaleString(language, { style: 'percent', maximumFractionDigits: 2 })

const moneyOf =
  ({ currency, language }: DocumentContent) =>
  (amountMinor: number): string =>
    formatMoney({ amountMinor, currency }, language)

function linesOf(content: DocumentContent): PdfPaper['blocks'][number] {
  const text = DOCUMENT_TEXTS[content.language]
  const money = moneyOf(content)
  const rows = content.lines.map((line): PdfCell[] => [
    { text: line.title, note: line.note },
    { text: String(line.quantity) },
    { text: line.unitPriceMinor === null ? '' : money(line.unitPriceMinor) },
    { text: rateText(line.taxRateBps, content.language) },
    { text: money(line.amountMinor) },
  ])
  const extras = content.extras.map(({ kind, label, amountMinor }): PdfCell[] => [
    { text: text[kind], note: label },
    { text: '' },
    { text: '' },
    { text: '' },
    { text: money(amountMinor) },
  ])
  return {
    kind: 'table',
    columns: [
      { label: text.item },
      { label: text.quantity, width: 50, align: 'right' },
      { label: text.unitPrice, width: 85, align: 'right' },
      { label: text.taxRate, width: 50, align: 'right' },
      { label: text.amount, width: 90, align: 'right' },
    ],
    rows: [...rows, ...extras],
  }
}

function totalsOf(content: DocumentContent, kind: OrderDocumentRow['kind']) {
  const text = DOCUMENT_TEXTS[content.language]
  const money = moneyOf(content)
  return [
    { label: kind === 'invoice' ? text.total : text.totalBack, value: money(content.totalMinor), strong: true },
    ...content.taxes
      .filter(({ taxMinor }) => taxMinor > 0)
      .map(({ rateBps, grossMinor, taxMinor }) => ({
        label: text.tax(rateText(rateBps, content.language), money(grossMinor)),
        value: money(taxMinor),
      })),
  ]
}
