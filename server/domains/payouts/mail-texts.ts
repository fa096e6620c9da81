/** What the mails about payouts say, by the language of the owner. */
export const MAIL_TEXTS = {
  en: {
    paid: {
      subject: (amount: string) => `${amount} is on your account`,
      title: 'You have been paid',
      intro: (shop: string, amount: string) => `We have paid ${amount} to ${shop}.`,
      next: 'Depending on your bank it may take a day or two until you see it. What it is made of stands in your shop:',
    },
    failed: {
      subject: (amount: string) => `A payout of ${amount} did not get through`,
      title: 'Your payout did not get through',
      intro: (shop: string, amount: string) => `We tried to pay ${amount} to ${shop}, and the money did not get there.`,
      next: 'Nothing is lost: it is part of the next payout. Please check until then that the account you gave us is right:',
    },
    number: 'Payout',
    account: 'Account',
    reason: 'Reason',
    openMoney: 'Open your money',
    openAccount: 'Check the account',
  },
  de: {
    paid: {
      subject: (amount: string) => `${amount} sind auf Ihrem Konto`,
      title: 'Ihre Auszahlung ist da',
      intro: (shop: string, amount: string) => `Wir haben ${amount} an ${shop} ausgezahlt.`,
      next: 'Je nach Bank dauert es ein bis zwei Tage, bis Sie das Geld sehen. Woraus es besteht, steht in Ihrem Shop:',
    },
    failed: {
      subject: (amount: string) => `Eine Auszahlung über ${amount} ist nicht angekommen`,
      title: 'Ihre Auszahlung ist nicht angekommen',
      intro: (shop: string, amount: string) => `Wir wollten ${amount} an ${shop} auszahlen, und das Geld ist nicht angekommen.`,
      next: 'Verloren ist nichts: Der Betrag kommt mit der nächsten Auszahlung. Bitte prüfen Sie bis dahin, ob das angegebene Konto stimmt:',
    },
    number: 'Auszahlung',
    account: 'Konto',
    reason: 'Grund',
    openMoney: 'Zu Ihren Einnahmen',
    openAccount: 'Konto prüfen',
  },
} as const
