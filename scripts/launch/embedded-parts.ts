import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { EMBEDDED_DATABASE_FILE, type EmbeddedDatabase } from '#server/platform/config/load-config'
import { writeWhole } from '../machine/write-whole'
import { emptyDatabase, runningPostgresUrl, startEmbeddedPostgres } from '../postgres/embedded-postgres'
import { isAlive } from '../postgres/process'
import { Refusal } from './refusal'

export interface EmbeddedParts {
  /** Resolves when the database has ended, asked or not. */
  ended: Promise<unknown>
  /** Forgets everything that was stored. */
  empty: () => Promise<void>
  stop: () => Promise<void>
}

/** Who runs on a data folder, so that two launchers never share one. */
interface LauncherNote {
  pid: number
  /** Where people find it, once they do. */
  address: string | null
}

const STARTS_WITHIN_SECONDS = 120

const noteFile = (folder: string) => path.join(folder, 'launcher.json')

/** Starts the embedded Postgres and leaves its address where the app looks for it. Refuses a folder in use. */
export async function startEmbeddedParts(folder: string, settings: readonly string[] = []): Promise<EmbeddedParts> {
  makeFolder(folder)
  const other = await runningLauncher(folder)
  if (other)
    throw new Refusal(`Souk already runs on ${folder}${other.address ? ` at ${other.address}` : ''} (process ${other.pid}). Stop it first.`)

  noteLauncher(folder, null)
  const postgres = await startEmbeddedPostgres({ folder, settings })
  tellApp(folder, postgres.url)
  return {
    ended: postgres.ended,
    empty: async () => {
      await emptyDatabase(postgres.url)
      for (const part of ['files', 'mail']) rmSync(path.join(folder, part), { recursive: true, force: true })
    },
    stop: async () => {
      await postgres.stop()
      rmSync(noteFile(folder), { force: true })
    },
  }
}

/** For tools: joins the Postgres that a launcher runs, or starts it for the while. */
export async function joinEmbeddedParts(folder: string): Promise<{ stop: () => Promise<void> }> {
  return (await runningPostgresUrl(folder)) ? { stop: async () => {} } : startEmbeddedParts(folder)
}

/** Remembers who runs here, and where people find it. */
export function noteLauncher(folder: string, address: string | null): void {
  writeWhole(noteFile(folder), JSON.stringify({ pid: process.pid, address } satisfies LauncherNote))
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch {
    throw new Refusal(`${path.resolve(folder)} cannot be written: it may belong to another account. SOUK_DATA names another folder.`)
  }
}

/** Null also where a crash has cut it: then whoever wrote it is gone. */
function readNote(folder: string): LauncherNote | null {
  try {
    return JSON.parse(readFileSync(noteFile(folder), 'utf8')) as LauncherNote
  } catch {
    return null
  }
}

/** A note may outlive its launcher, and another process may have its number by now: a launcher is known by its Postgres. */
async function runningLauncher(folder: string): Promise<LauncherNote | null> {
  const note = readNote(folder)
  if (!note || !isAlive(note.pid)) return null
  const isStarting = !note.address && Date.now() - statSync(noteFile(folder)).mtimeMs < STARTS_WITHIN_SECONDS * 1000
  return isStarting || (await runningPostgresUrl(folder)) ? note : null
}

function secretIn(file: string): string {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as EmbeddedDatabase).secret
  } catch {
    throw new Refusal(
      `${path.resolve(file)} is damaged. Delete it to go on: a new secret is made, and links in mails that were sent stop working.`,
    )
  }
}

/** The secret is made once and kept, so that links stay good over restarts. */
function tellApp(folder: string, databaseUrl: string): void {
  const file = path.join(folder, EMBEDDED_DATABASE_FILE)
  const known = existsSync(file) ? secretIn(file) : null
  const note: EmbeddedDatabase = { databaseUrl, secret: known ?? randomBytes(32).toString('base64url') }
  writeWhole(file, JSON.stringify(note))
}
