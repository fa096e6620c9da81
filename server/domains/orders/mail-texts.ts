/** What the mails about orders say, by the language that the buyer shopped in. */
export const MAIL_TEXTS = {
  en: {
    confirmationSubject: (number: string) => `Your order ${number}`,
    confirmationTitle: 'Thank you for your order',
    confirmationPreview: (total: string) => `We have your payment of ${total}.`,
    confirmationIntro: (name: string, number: string) =>
      `Hello ${name}, your payment has arrived and the shops know about it. Your order number is ${number}.`,
    nextSteps:
      'Each shop sends its own parcel, and we write to you when one is on its way. You can follow everything here, without an account:',
    follow: 'Follow your order',
    from: (shop: string) => `From ${shop}`,
    quantity: (quantity: number) => `${quantity} ×`,
    shipping: 'Shipping',
    free: 'free',
    total: 'Total',
    includedTax: (tax: string) => `including ${tax} tax`,
    shipTo: 'Sent to',
    shippedSubject: (shop: string, number: string) => `${shop} has sent your parcel (${number})`,
    shippedTitle: 'Your parcel is on its way',
    shippedPreview: (shop: string) => `${shop} has handed it over.`,
    shippedIntro: (name: string, shop: string) => `Hello ${name}, ${shop} has handed your parcel over.`,
    inTheParcel: 'In the parcel',
    moreToCome: 'The rest of this order follows in another parcel.',
    carrier: 'Carrier',
    trackingNumber: 'Tracking number',
    track: 'Track the parcel',
  },
  de: {
    confirmationSubject: (number: string) => `Ihre Bestellung ${number}`,
    confirmationTitle: 'Danke für Ihre Bestellung',
    confirmationPreview: (total: string) => `Ihre Zahlung über ${total} ist angekommen.`,
    confirmationIntro: (name: string, number: string) =>
      `Guten Tag ${name}, Ihre Zahlung ist angekommen, und die Shops wissen Bescheid. Ihre Bestellnummer ist ${number}.`,
    nextSteps:
      'Jeder Shop schickt sein eigenes Paket, und wir schreiben Ihnen, sobald eines unterwegs ist. Hier können Sie alles verfolgen, auch ohne Konto:',
    follow: 'Bestellung verfolgen',
    from: (shop: string) => `Von ${shop}`,
    quantity: (quantity: number) => `${quantity} ×`,
    shipping: 'Versand',
    free: 'kostenlos',
    total: 'Gesamt',
    includedTax: (tax: string) => `darin ${tax} Steuer`,
    shipTo: 'Lieferung an',
    shippedSubject: (shop: string, number: string) => `${shop} hat Ihr Paket verschickt (${number})`,
    shippedTitle: 'Ihr Paket ist unterwegs',
    shippedPreview: (shop: string) => `${shop} hat es übergeben.`,
    shippedIntro: (name: string, shop: string) => `Guten Tag ${name}, ${shop} hat Ihr Paket übergeben.`,
    inTheParcel: 'Im Paket',
    moreToCome: 'Der Rest dieser Bestellung folgt in einem weiteren Paket.',
    carrier: 'Versanddienst',
    trackingNumber: 'Sendungsnummer',
    track: 'Paket verfolgen',
  },
} as const

export type MailLanguage = keyof typeof MAIL_TEXTS
export const mailLanguage = (locale: string): MailLanguage => (locale in MAIL_TEXTS ? (locale as MailLanguage) : 'en')
