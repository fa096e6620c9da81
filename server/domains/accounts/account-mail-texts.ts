import type { EmailTokenPurpose } from '#shared/lifecycles/user'

export type AccountMailLanguage = 'en' | 'de'
export const accountMailLanguage = (locale: string): AccountMailLanguage => (locale === 'de' ? 'de' : 'en')

interface TokenMail {
  subject: (siteName: string) => string
  title: string
  intro: string
  /** On the link. */
  button: string
  /** How long it works, and what to do if one did not ask for it. */
  end: string
}

interface Texts {
  greeting: (name: string) => string
  codeBefore: string
  codeAfter: string
  tokens: Record<EmailTokenPurpose, TokenMail>
  known: { subject: string; title: string; text: string; signIn: string; forgot: string; end: string }
}

/** What the mails say by which people prove an address or get back into their account. */
export const ACCOUNT_MAIL_TEXTS: Record<AccountMailLanguage, Texts> = {
  en: {
    greeting: (name) => `Hello ${name},`,
    codeBefore: 'Type this code where you registered. It works for 30 minutes:',
    codeAfter: 'Or open this link:',
    tokens: {
      verify: {
        subject: (siteName) => `Confirm your address for ${siteName}`,
        title: 'Welcome! One step is left',
        intro: 'Somebody, we hope it was you, registered with this address. Confirm it, and your account is open.',
        button: 'Confirm the address',
        end: 'The link works for 24 hours. If you did not register, please ignore this mail: nobody can use your address without it.',
      },
      reset: {
        subject: (siteName) => `Choose a new password for ${siteName}`,
        title: 'Choose a new password',
        intro: 'Somebody asked for a new password for your account. If it was you, choose one here:',
        button: 'Choose a new password',
        end: 'The link works once and for one hour. If you did not ask for it, please ignore this mail: your password stays as it is.',
      },
      change: {
        subject: (siteName) => `Confirm your new address for ${siteName}`,
        title: 'Confirm your new address',
        intro: 'Your account is to move to this email address. It does so as soon as you confirm it:',
        button: 'Use this address',
        end: 'The link works once and for 24 hours. If you did not ask for it, please ignore this mail: nothing changes.',
      },
      restore: {
        subject: (siteName) => `Your account at ${siteName} has another address`,
        title: 'Your account has another address',
        intro:
          'Your account has moved to another email address and does not use this one any more. If that was you, there is nothing to do. If it was not, take the change back here and then choose a new password:',
        button: 'That was not me: take it back',
        end: 'The link works once and for 3 days.',
      },
    },
    known: {
      subject: 'You have an account already',
      title: 'You have an account already',
      text: 'Somebody, perhaps you, tried to use this address for an account. It belongs to yours already, so nothing has changed.',
      signIn: 'Sign in',
      forgot: 'Choose a new password',
      end: 'If it was not you, please ignore this mail.',
    },
  },
  de: {
    greeting: (name) => `Guten Tag ${name},`,
    codeBefore: 'Geben Sie diesen Code dort ein, wo Sie sich registriert haben. Er gilt 30 Minuten:',
    codeAfter: 'Oder öffnen Sie diesen Link:',
    tokens: {
      verify: {
        subject: (siteName) => `Bestätigen Sie Ihre Adresse für ${siteName}`,
        title: 'Willkommen! Nur noch ein Schritt',
        intro: 'Jemand, hoffentlich Sie, hat sich mit dieser Adresse registriert. Bestätigen Sie sie, und Ihr Konto ist offen.',
        button: 'Adresse bestätigen',
        end: 'Der Link gilt 24 Stunden. Wenn Sie sich nicht registriert haben, ignorieren Sie diese Mail bitte: Ohne sie kann niemand Ihre Adresse benutzen.',
      },
      reset: {
        subject: (siteName) => `Wählen Sie ein neues Passwort für ${siteName}`,
        title: 'Wählen Sie ein neues Passwort',
        intro: 'Jemand hat für Ihr Konto ein neues Passwort angefordert. Wenn Sie das waren, wählen Sie es hier:',
        button: 'Neues Passwort wählen',
        end: 'Der Link gilt einmal und eine Stunde lang. Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese Mail bitte: Ihr Passwort bleibt, wie es ist.',
      },
      change: {
        subject: (siteName) => `Bestätigen Sie Ihre neue Adresse für ${siteName}`,
        title: 'Bestätigen Sie Ihre neue Adresse',
        intro: 'Ihr Konto soll auf diese E-Mail-Adresse umziehen. Das geschieht, sobald Sie sie bestätigen:',
        button: 'Diese Adresse benutzen',
        end: 'Der Link gilt einmal und 24 Stunden lang. Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese Mail bitte: Es ändert sich nichts.',
      },
      restore: {
        subject: (siteName) => `Ihr Konto bei ${siteName} hat eine andere Adresse`,
        title: 'Ihr Konto hat eine andere Adresse',
        intro:
          'Ihr Konto ist auf eine andere E-Mail-Adresse umgezogen und benutzt diese nicht mehr. Wenn Sie das waren, ist nichts zu tun. Wenn nicht, nehmen Sie die Änderung hier zurück und wählen Sie danach ein neues Passwort:',
        button: 'Das war ich nicht: zurücknehmen',
        end: 'Der Link gilt einmal und 3 Tage lang.',
      },
    },
    known: {
      subject: 'Sie haben schon ein Konto',
      title: 'Sie haben schon ein Konto',
      text: 'Jemand, vielleicht Sie, wollte diese Adresse für ein Konto benutzen. Sie gehört schon zu Ihrem, deshalb hat sich nichts geändert.',
      signIn: 'Anmelden',
      forgot: 'Neues Passwort wählen',
      end: 'Wenn Sie das nicht waren, ignorieren Sie diese Mail bitte.',
    },
  },
}
