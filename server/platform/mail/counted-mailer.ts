import type { Metrics } from '../metrics/metrics'
import type { Mailer } from './mail'

/** Counts what the provider took and what it did not. */
export function countMails(mailer: Mailer, metrics: Metrics): Mailer {
  return {
    async send(mail) {
      try {
        await mailer.send(mail)
        metrics.count('shop_email_send_total', { result: 'sent' })
      } catch (error) {
        metrics.count('shop_email_send_total', { result: 'failed' })
        throw error
      }
    },
    close: () => mailer.close(),
  }
}
