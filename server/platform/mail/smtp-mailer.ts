import nodemailer from 'nodemailer'
import { cleanMail } from './clean-mail'
import type { Mailer } from './mail'
import { mailKey } from './message-id'

/**
 * Sends through an SMTP server. SMTP knows no idempotency: a mail that was taken while its answer got lost is
 * sent again, with the same Message-ID, by which mailboxes drop the second copy.
 */
export function createSmtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = nodemailer.createTransport({ url, connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 })
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'souk.localhost'

  return {
    async send(mail) {
      const { to, subject, html, text, headers, idempotencyKey } = cleanMail(mail)
      await transport.sendMail({ from, to, subject, html, text, headers, messageId: `<${mailKey(idempotencyKey)}@${domain}>` })
    },
    async close() {
      transport.close()
    },
  }
}
