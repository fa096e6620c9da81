import { createFolderMailer, listKeptMails, readKeptMail } from '#server/platform/mail/folder-mailer'
import type { Mailer } from '#server/platform/mail/mail'
import { createResendMailer } from '#server/platform/mail/resend-mailer'
import { createSmtpMailer } from '#server/platform/mail/smtp-mailer'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startFakeResend, type FakeResend } from '../support/fake-resend'
import { startSmtp, type SmtpInbox } from '../support/smtp-inbox'
import { mailContract } from './mail.contract'

const from = 'Souk <no-reply@souk.example>'
const anyMail = { to: 'buyer@example.org', subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' }
const headerOf = (headers: Record<string, string> | undefined) => (name: string) =>
  Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]

describe('a folder', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-mail-'))
  const mailer = createFolderMailer({ folder, from })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  mailContract(
    () => mailer,
    async () => (await listKeptMails(folder)).reverse().map((mail) => ({ ...mail, identity: mail.id, header: headerOf(mail.headers) })),
  )

  it('keeps one file a mail and nothing half written', async () => {
    const names = readdirSync(folder)
    expect(names).toHaveLength((await listKeptMails(folder)).length)
    expect(names.every((name) => /^[0-9a-f]{40}\.json$/.test(name))).toBe(true)
  })

  it('reads no other file', async () => {
    expect(await readKeptMail(folder, '../../etc/passwd')).toBeNull()
  })
})

describe('Resend', () => {
  let resend: FakeResend
  let mailer: Mailer

  beforeAll(async () => {
    resend = await startFakeResend()
    mailer = createResendMailer({ apiKey: 're_test', from, baseUrl: resend.url })
  })
  afterAll(() => resend.close())

  mailContract(
    () => mailer,
    async () => resend.mails().map((mail) => ({ ...mail, identity: mail.idempotencyKey, header: headerOf(mail.headers) })),
  )

  it.each(['limit', 'fail', 'take-and-hang-up'] as const)(
    'throws when it answers with %s, and the repetition sends one mail',
    async (behaviour) => {
      const mail = { ...anyMail, idempotencyKey: `bad-day:${behaviour}` }
      resend.behave(behaviour)
      await expect(mailer.send(mail)).rejects.toThrow()
      resend.behave('take')
      await mailer.send(mail)

      expect(resend.mails().filter(({ idempotencyKey }) => idempotencyKey === mail.idempotencyKey)).toHaveLength(1)
    },
  )

  it('does not wait for ever', { timeout: 15_000 }, async () => {
    resend.behave('hang')
    const start = Date.now()
    await expect(mailer.send({ ...anyMail, idempotencyKey: 'hangs' })).rejects.toThrow()
    expect(Date.now() - start).toBeLessThan(11_000)
    resend.behave('take')
  })

  it('throws when the key is wrong', async () => {
    const stranger = createResendMailer({ apiKey: 're_wrong', from, baseUrl: resend.url })
    await expect(stranger.send({ ...anyMail, idempotencyKey: 'wrong-key' })).rejects.toThrow('missing_api_key')
  })
})

describe('SMTP', () => {
  let inbox: SmtpInbox
  let mailer: Mailer

  beforeAll(async () => {
    inbox = await startSmtp()
    mailer = createSmtpMailer({ url: inbox.url, from })
  })
  afterAll(async () => {
    await mailer.close()
    await inbox.close()
  })

  mailContract(
    () => mailer,
    async () => inbox.mails(),
  )

  it('throws when the server refuses', async () => {
    inbox.refuseNext()
    await expect(mailer.send({ ...anyMail, idempotencyKey: 'refused' })).rejects.toThrow()
  })

  it('throws when nobody is there', async () => {
    const lonely = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from })
    await expect(lonely.send({ ...anyMail, idempotencyKey: 'lonely' })).rejects.toThrow()
    await lonely.close()
  })
})
