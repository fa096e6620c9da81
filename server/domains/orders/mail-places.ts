import type { MailBlock } from '#server/platform/mail/mail-page'
import type { PostalAddress } from '#shared/contracts/address'
import { MAIL_TEXTS } from './mail-texts'
import type { OrderRow } from './orders-locks'

/** An address as it stands on an envelope, without what is not told. */
export const addressLines = ({ name, company, street, extra, postalCode, city, region, country }: PostalAddress): string[] =>
  [name, company, street, extra, `${postalCode} ${city}`.trim(), region, country].filter((line): line is string => Boolean(line))

/** Where and when an order is to be picked up; nothing where it is sent. */
export const pickupBlocks = ({ pickup }: Pick<OrderRow, 'pickup'>, language: keyof typeof MAIL_TEXTS): MailBlock[] =>
  pickup
    ? [
        { kind: 'paragraph', text: MAIL_TEXTS[language].pickUpAt },
        { kind: 'lines', lines: [...addressLines(pickup.address), ...pickup.hours.split('\n')] },
      ]
    : []
