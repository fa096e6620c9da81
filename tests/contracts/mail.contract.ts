import type { Mail, Mailer } from '#server/platform/mail/mail'
import { expect, it } from 'vitest'

export interface DeliveredMail {
  to: string
  from: string
  subject: string
  html: string
  text: string
  /** What tells two deliveries of one mail from two mails. */
  identity: string
  header(name: string): string | undefined
}

/** What every driver of the mail port promises. `delivered` is what the other side knows, one entry a mail. */
export function mailContract(mailer: () => Mailer, delivered: () => Promise<DeliveredMail[]>): void {
  let mails = 0
  const mail = (over: Partial<Mail> = {}): Mail => ({
    to: 'buyer@example.org',
    subject: 'Ihre Bestellung – Größe „M“ 🎁',
    html: '<p>Danke für Ihre Bestellung</p>',
    text: 'Danke für Ihre Bestellung',
    idempotencyKey: `order-confirmation:${process.pid}:${mails++}`,
    ...over,
  })
  const sentSince = async (known: number) => (await delivered()).slice(known)
  const count = async () => (await delivered()).length

  it('delivers both bodies, the subject and the headers', async () => {
    const known = await count()
    await mailer().send(mail({ headers: { 'List-Unsubscribe': '<https://souk.example/unsubscribe>' } }))
    const [received] = await sentSince(known)

    expect(received).toMatchObject({ to: 'buyer@example.org', subject: 'Ihre Bestellung – Größe „M“ 🎁' })
    expect(received!.from).toContain('no-reply@souk.example')
    expect(received!.html).toContain('Danke für Ihre Bestellung')
    expect(received!.text).toContain('Danke für Ihre Bestellung')
    expect(received!.header('List-Unsubscribe')).toBe('<https://souk.example/unsubscribe>')
  })

  it('sends one mail for one key, however often it is asked', async () => {
    const known = await count()
    const repeated = mail()
    await mailer().send(repeated)
    await mailer().send(repeated)
    await Promise.all([mailer().send(repeated), mailer().send(repeated)])
    expect(new Set((await sentSince(known)).map(({ identity }) => identity)).size).toBe(1)
  })

  it('sends two mails for two keys', async () => {
    const known = await count()
    await mailer().send(mail())
    await mailer().send(mail())
    expect(new Set((await sentSince(known)).map(({ identity }) => identity)).size).toBe(2)
  })

  it('lets nobody write headers into a subject or a header', async () => {
    const known = await count()
    await mailer().send(mail({ subject: 'Hello\r\nBcc: victim@example.org', headers: { 'X-Shop': 'Potter\r\nBcc: victim@example.org' } }))
    const [received] = await sentSince(known)
    expect(received!.subject).toBe('Hello Bcc: victim@example.org')
    expect(received!.header('Bcc')).toBeUndefined()
    expect(received!.to).toBe('buyer@example.org')
  })

  it.each(['a@example.org, b@example.org', 'a@example.org\r\nBcc: b@example.org', 'Somebody <a@example.org>', 'nobody'])(
    'refuses to send to %j',
    async (to) => {
      const known = await count()
      await expect(mailer().send(mail({ to }))).rejects.toMatchObject({ code: 'mail.bad_recipient' })
      expect(await count()).toBe(known)
    },
  )
}
