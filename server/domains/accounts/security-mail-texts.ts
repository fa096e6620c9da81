import type { SecurityChange } from '#shared/lifecycles/user'

type MailLanguage = 'en' | 'de'
interface Details {
  passkeyName?: string
  recoveryCodesLeft?: number
  apiKeyName?: string
  device?: string
  address?: string
}
interface Change {
  title: string
  text: (details: Details) => string
}

/** What the mails about the security of an account say. */
export const SECURITY_MAIL_TEXTS: Record<
  MailLanguage,
  { greeting: (name: string) => string; notYou: string; look: string; reset: string; changes: Record<SecurityChange, Change> }
> = {
  en: {
    greeting: (name) => `Hello ${name},`,
    notYou:
      'If this was you, there is nothing to do. If it was not, somebody else can open your account: please change your password now and sign out everything that you do not recognise.',
    look: 'Look at your security settings',
    reset: 'That was not me: choose a new password',
    changes: {
      two_factor_on: {
        title: 'Two-factor sign-in is on',
        text: () => 'From now on your account asks for a code from your authenticator app whenever somebody signs in with your password.',
      },
      two_factor_off: {
        title: 'Two-factor sign-in is off',
        text: () => 'Your account now opens with the password alone. Your recovery codes do not work any more.',
      },
      recovery_codes_renewed: {
        title: 'You have new recovery codes',
        text: () => 'The codes from before do not work any more. Please keep the new ones in a safe place.',
      },
      recovery_code_used: {
        title: 'A recovery code was used',
        text: ({ recoveryCodesLeft = 0 }) =>
          `Somebody opened your account with one of your recovery codes. It does not work again. Codes left: ${recoveryCodesLeft}.`,
      },
      passkey_added: {
        title: 'A passkey was added',
        text: ({ passkeyName = '' }) => `Your account can now be opened with the passkey “${passkeyName}”.`,
      },
      api_key_made: {
        title: 'An API key was made',
        text: ({ apiKeyName = '' }) => `A program can now act for your account with the API key “${apiKeyName}”.`,
      },
      passkey_removed: {
        title: 'A passkey was removed',
        text: ({ passkeyName = '' }) => `The passkey “${passkeyName}” does not open your account any more.`,
      },
      password_changed: {
        title: 'Your password was changed',
        text: () => 'Your account has a new password, and every other browser was signed out.',
      },
      password_reset: {
        title: 'You have a new password',
        text: () => 'The password of your account was set anew by a link that we mailed to you. Every browser was signed out.',
      },
      email_change_requested: {
        title: 'Your account is to get another address',
        text: () =>
          'Somebody who knows your password asked to move your account to another email address. It stays at this one until the link that we sent to the new one is opened.',
      },
      new_device: {
        title: 'A new browser was signed in',
        text: ({ device = 'a browser', address = 'an unknown place' }) =>
          `Somebody signed in to your account with a browser that it did not know: ${device}, from ${address}.`,
      },
    },
  },
  de: {
    greeting: (name) => `Guten Tag ${name},`,
    notYou:
      'Wenn Sie das waren, ist nichts zu tun. Wenn nicht, kann jemand anderes Ihr Konto öffnen: Ändern Sie bitte gleich Ihr Passwort und melden Sie alles ab, was Sie nicht kennen.',
    look: 'Sicherheit Ihres Kontos ansehen',
    reset: 'Das war ich nicht: neues Passwort wählen',
    changes: {
      two_factor_on: {
        title: 'Die Anmeldung in zwei Schritten ist an',
        text: () => 'Ab jetzt fragt Ihr Konto nach einem Code aus Ihrer Authenticator-App, wenn sich jemand mit Ihrem Passwort anmeldet.',
      },
      two_factor_off: {
        title: 'Die Anmeldung in zwei Schritten ist aus',
        text: () => 'Ihr Konto öffnet sich jetzt mit dem Passwort allein. Ihre Wiederherstellungscodes gelten nicht mehr.',
      },
      recovery_codes_renewed: {
        title: 'Sie haben neue Wiederherstellungscodes',
        text: () => 'Die bisherigen Codes gelten nicht mehr. Bewahren Sie die neuen bitte an einem sicheren Ort auf.',
      },
      recovery_code_used: {
        title: 'Ein Wiederherstellungscode wurde benutzt',
        text: ({ recoveryCodesLeft = 0 }) =>
          `Jemand hat Ihr Konto mit einem Ihrer Wiederherstellungscodes geöffnet. Er gilt kein zweites Mal. Übrige Codes: ${recoveryCodesLeft}.`,
      },
      passkey_added: {
        title: 'Ein Passkey ist hinzugekommen',
        text: ({ passkeyName = '' }) => `Ihr Konto lässt sich jetzt mit dem Passkey „${passkeyName}“ öffnen.`,
      },
      api_key_made: {
        title: 'Ein API-Schlüssel ist hinzugekommen',
        text: ({ apiKeyName = '' }) => `Ein Programm kann jetzt mit dem API-Schlüssel „${apiKeyName}“ für Ihr Konto handeln.`,
      },
      passkey_removed: {
        title: 'Ein Passkey wurde entfernt',
        text: ({ passkeyName = '' }) => `Der Passkey „${passkeyName}“ öffnet Ihr Konto nicht mehr.`,
      },
      password_changed: {
        title: 'Ihr Passwort wurde geändert',
        text: () => 'Ihr Konto hat ein neues Passwort, und alle anderen Browser wurden abgemeldet.',
      },
      password_reset: {
        title: 'Sie haben ein neues Passwort',
        text: () =>
          'Das Passwort Ihres Kontos wurde über einen Link neu gesetzt, den wir Ihnen geschickt haben. Alle Browser wurden abgemeldet.',
      },
      email_change_requested: {
        title: 'Ihr Konto soll eine andere Adresse bekommen',
        text: () =>
          'Jemand, der Ihr Passwort kennt, möchte Ihr Konto auf eine andere E-Mail-Adresse umstellen. Es bleibt bei dieser, bis der Link geöffnet wird, den wir an die neue geschickt haben.',
      },
      new_device: {
        title: 'Ein neuer Browser wurde angemeldet',
        text: ({ device = 'ein Browser', address = 'einem unbekannten Ort' }) =>
          `Jemand hat sich mit einem Browser angemeldet, den Ihr Konto noch nicht kannte: ${device}, von ${address} aus.`,
      },
    },
  },
}
