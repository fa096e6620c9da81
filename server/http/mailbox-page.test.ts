import { describe, expect, it } from 'vitest'
import type { KeptMail } from '#server/platform/mail/folder-mailer'
import { mailboxPage } from './mailbox-page'

const mail = (over: Partial<KeptMail> = {}): KeptMail => ({
  id: 'a'.repeat(40),
  from: 'Souk <no-reply@souk.example>',
  to: 'ada@example.org',
  subject: 'Your order',
  html: '<p>Thank you</p>',
  text: 'Thank you: http://127.0.0.1:3000/orders/1?key=abc',
  sentAt: '2026-11-21T10:00:00.000Z',
  idempotencyKey: 'order:1',
  ...over,
})
const options = { siteName: 'Souk', openId: null, to: null }

describe('the mailbox', () => {
  it('shows the newest mail in a frame that may run nothing', () => {
    const page = mailboxPage([mail()], options)
    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
    expect(page).toContain('&lt;p&gt;Thank you&lt;/p&gt;')
    expect(page).toContain('<a href="http://127.0.0.1:3000/orders/1?key=abc">')
  })

  it('shows what strangers wrote as text', () => {
    const attack = '"><script>alert(1)</script>'
    const page = mailboxPage([mail({ subject: attack, to: attack, from: attack, text: attack, html: attack })], {
      ...options,
      siteName: attack,
    })
    expect(page).not.toContain('<script')
  })

  it("shows one person's mails only when asked", () => {
    const page = mailboxPage([mail(), mail({ id: 'b'.repeat(40), to: 'bob@example.org', subject: 'For Bob' })], {
      ...options,
      to: 'ada@example.org',
    })
    expect(page).not.toContain('For Bob')
  })

  it('says so when there is none', () => {
    expect(mailboxPage([], options)).toContain('No mail yet')
  })
})
