import { Resend } from 'resend'
import { cleanMail } from './clean-mail'
import type { Mailer } from './mail'

const DEADLINE_MS = 10_000

/** Sends through Resend, which keeps each idempotency key for 24 hours. */
export function createResendMailer({ apiKey, from, baseUrl }: { apiKey: string; from: string; baseUrl?: string }): Mailer {
  const resend = new Resend(apiKey, { baseUrl })

  return {
    async send(mail) {
      const { to, subject, html, text, headers, idempotencyKey } = cleanMail(mail)
      const answer = await resend.emails.send(
        { from, to, subject, html, text, headers },
        { idempotencyKey, signal: AbortSignal.timeout(DEADLINE_MS) },
      )
      // A limit or a refusal comes back as a value, not thrown.
      if (answer.error) throw new Error(`Resend did not take the mail: ${answer.error.name} (${answer.error.statusCode})`)
    },
    async close() {},
  }
}
