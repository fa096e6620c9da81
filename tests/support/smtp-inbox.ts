import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ParsedMail {
  to: string
  from: string
  subject: string
  html: string
  text: string
  /** Its Message-ID. */
  identity: string
  header(name: string): string | undefined
}

export interface SmtpInbox {
  url: string
  mails(): ParsedMail[]
  refuseNext(): void
  close(): Promise<void>
}

/** A mail server that takes everything and keeps it. */
export async function startSmtp(): Promise<SmtpInbox> {
  const mails: ParsedMail[] = []
  let refuse = false

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, session, done) {
      const raw = Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>)).toString()
      if (refuse) {
        refuse = false
        return done(Object.assign(new Error('mailbox full'), { responseCode: 452 }))
      }
      mails.push(parse(raw, session.envelope.rcptTo.map(({ address }) => address).join(', ')))
      done()
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails: () => mails,
    refuseNext: () => (refuse = true),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** As much of RFC 5322 and MIME as nodemailer writes. */
function parse(raw: string, recipients: string): ParsedMail {
  const [head, ...rest] = raw.split('\r\n\r\n')
  const headers = headersOf(head!)
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1]
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`)
  const body = (type: string) => decodeBody(parts.find((part) => part.includes(`Content-Type: ${type}`)) ?? '')

  return {
    to: recipients,
    from: headers.from!,
    subject: decodeWords(headers.subject!),
    html: body('text/html'),
    text: body('text/plain'),
    identity: headers['message-id']!,
    header: (name) => headers[name.toLowerCase()],
  }
}

function headersOf(head: string): Record<string, string> {
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]))
}

const decodeQuotedPrintable = (text: string) =>
  Buffer.from(
    text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString()

const decodeWords = (text: string) =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString() : decodeQuotedPrintable(word.replaceAll('_', ' ')),
    )

function decodeBody(part: string): string {
  const [head, ...rest] = part.trimStart().split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/base64/i.test(head!)) return Buffer.from(body, 'base64').toString()
  return /quoted-printable/i.test(head!) ? decodeQuotedPrintable(body) : body
}
