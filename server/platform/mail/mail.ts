/** Where several are to be sent: so many at once. */
export const MAILS_AT_ONCE = 4

/** One mail, ready to send. Every mail has both bodies. */
export interface Mail {
  to: string
  subject: string
  html: string
  text: string
  /** The same key sends at most one mail, however often the job that sends it is repeated. */
  idempotencyKey: string
  /** For example `List-Unsubscribe`. */
  headers?: Record<string, string>
}

/** Hands mails to a provider. Throws when the provider did not take it: the job is then repeated. */
export interface Mailer {
  send(mail: Mail): Promise<void>
  close(): Promise<void>
}
