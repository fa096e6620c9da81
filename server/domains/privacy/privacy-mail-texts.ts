import { EXPORT_KEPT_DAYS } from '#shared/lifecycles/privacy'

interface DatedLetter {
  title: string
  text: (day: string) => string
  link: string
}
interface Texts {
  greeting: (name: string) => string
  exportReady: DatedLetter
  erasureRequested: DatedLetter
  erased: { title: string; text: string }
}

/** What the mails about somebody's own data say. */
export const PRIVACY_MAIL_TEXTS: Record<'en' | 'de', Texts> = {
  en: {
    greeting: (name) => `Hello ${name},`,
    exportReady: {
      title: 'The copy of your data is ready',
      text: (day) => `You can download it for ${EXPORT_KEPT_DAYS} days, until ${day}. Please sign in for it: nobody else can.`,
      link: 'Download it',
    },
    erasureRequested: {
      title: 'Your account will be deleted',
      text: (day) =>
        `You asked us to delete your account. We do so on ${day}. Until then nothing is lost: sign in and choose “Keep my account” if you change your mind, or if it was not you who asked.`,
      link: 'Keep my account',
    },
    erased: {
      title: 'Your account is being deleted',
      text: 'As you asked, we are deleting your account now. What the law makes us keep, such as invoices, stays without your account. This is our last mail to you. All the best!',
    },
  },
  de: {
    greeting: (name) => `Guten Tag ${name},`,
    exportReady: {
      title: 'Die Kopie Ihrer Daten ist fertig',
      text: (day) =>
        `Sie können sie ${EXPORT_KEPT_DAYS} Tage lang herunterladen, bis zum ${day}. Bitte melden Sie sich dafür an: Niemand sonst kann das.`,
      link: 'Herunterladen',
    },
    erasureRequested: {
      title: 'Ihr Konto wird gelöscht',
      text: (day) =>
        `Sie haben uns gebeten, Ihr Konto zu löschen. Das geschieht am ${day}. Bis dahin ist nichts verloren: Melden Sie sich an und wählen Sie „Konto behalten“, wenn Sie es sich anders überlegen oder wenn Sie das nicht waren.`,
      link: 'Konto behalten',
    },
    erased: {
      title: 'Ihr Konto wird jetzt gelöscht',
      text: 'Wie gewünscht löschen wir jetzt Ihr Konto. Was wir von Gesetzes wegen behalten müssen, zum Beispiel Rechnungen, bleibt ohne Ihr Konto. Dies ist unsere letzte Mail an Sie. Alles Gute!',
    },
  },
}
