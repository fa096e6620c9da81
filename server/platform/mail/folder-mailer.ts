import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cleanMail } from './clean-mail'
import { mailKey } from './message-id'
import type { Mail, Mailer } from './mail'

/** A mail as the demo's mailbox keeps it. */
export interface KeptMail extends Mail {
  id: string
  from: string
  /** ISO 8601. */
  sentAt: string
}

const ID = /^[0-9a-f]{40}$/

/** Writes each mail as one JSON file that is named after its key, so that a repeated send changes nothing. */
export function createFolderMailer({ folder, from }: { folder: string; from: string }): Mailer {
  return {
    async send(mail) {
      const id = mailKey(mail.idempotencyKey)
      const kept: KeptMail = { id, from, sentAt: new Date().toISOString(), ...cleanMail(mail) }
      await mkdir(folder, { recursive: true })
      const temporary = path.join(folder, `.${randomUUID()}`)
      await writeFile(temporary, JSON.stringify(kept, null, 2))
      await link(temporary, path.join(folder, `${id}.json`)).catch(ignoreExisting)
      await rm(temporary, { force: true })
    },
    async close() {},
  }
}

/** Every mail in the folder, the newest first. */
export async function listKeptMails(folder: string): Promise<KeptMail[]> {
  const names = await readdir(folder).catch(() => [])
  const mails = await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => readKeptMail(folder, name.slice(0, -5))))
  return mails.filter((mail) => mail !== null).sort((one, other) => (one.sentAt < other.sentAt ? 1 : -1))
}

export async function readKeptMail(folder: string, id: string): Promise<KeptMail | null> {
  if (!ID.test(id)) return null
  const text = await readFile(path.join(folder, `${id}.json`), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as KeptMail)
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
