/** Carriers that many shops send with, and where a parcel of theirs is followed; any other name is as good. */
const TRACKED: Record<string, (number: string) => string> = {
  DHL: (number) => `https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?piececode=${number}`,
  'Deutsche Post': (number) => `https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode=${number}`,
  Hermes: (number) => `https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#${number}`,
  DPD: (number) => `https://tracking.dpd.de/status/en_US/parcel/${number}`,
  GLS: (number) => `https://gls-group.com/track/${number}`,
  UPS: (number) => `https://www.ups.com/track?tracknum=${number}`,
  FedEx: (number) => `https://www.fedex.com/fedextrack/?trknbr=${number}`,
  'Österreichische Post': (number) => `https://www.post.at/sv/sendungsdetails?snr=${number}`,
  'Swiss Post': (number) => `https://service.post.ch/ekp-web/ui/entry/search/${number}`,
  'Royal Mail': (number) => `https://www.royalmail.com/track-your-item#/tracking-results/${number}`,
}

export const CARRIER_NAMES = Object.keys(TRACKED)

/** Where a parcel is followed; null without a number, or with a carrier that we do not know. Its name may be written in any case. */
export function trackingAddress(carrier: string, trackingNumber: string): string | null {
  const name = CARRIER_NAMES.find((known) => known.toLowerCase() === carrier.trim().toLowerCase())
  const number = trackingNumber.replaceAll(/\s/g, '')
  return name && number ? TRACKED[name]!(encodeURIComponent(number)) : null
}
