import path from 'node:path'
import { listKeptMails } from '../../server/platform/mail/folder-mailer'
import { expect } from './browser'

export interface ReadMail {
  subject: string
  text: string
  /** The first address in it, as a path of the site. */
  link: string
  /** Six digits; empty where it has none. */
  code: string
}

/** The newest mail of the demo's mailbox to an address whose subject begins like this, sent since then; waits until it is there. */
export async function mailTo(address: string, subject: string, since = new Date(0)): Promise<ReadMail> {
  let found: { subject: string; text: string } | undefined
  await expect(async () => {
    const mails = await listKeptMails(path.join(process.env.SOUK_E2E_DATA!, 'mail'))
    found = mails.find((mail) => mail.to === address && mail.subject.startsWith(subject) && new Date(mail.sentAt) >= since)
    expect(found).toBeDefined()
  }).toPass({ timeout: 15_000 })

  const { text } = found!
  const { pathname, search, hash } = new URL(/https?:\/\/\S+/.exec(text)?.[0] ?? 'http://souk.invalid')
  return { subject: found!.subject, text, link: pathname + search + hash, code: /^\d{6}$/m.exec(text)?.[0] ?? '' }
}
