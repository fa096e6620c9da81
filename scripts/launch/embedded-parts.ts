import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { EMBEDDED_DATABASE_FILE, type EmbeddedDatabase } from '#server/platform/config/load-config'
import { runningPostgresUrl, startEmbeddedPostgres } from '../postgres/embedded-postgres'

export interface EmbeddedParts {
  stop: () => Promise<void>
}

/** Who runs on a data folder, so that two launchers never share one. */
interface LauncherNote {
  pid: number
  address: string | null
}

export const dataFolder = (): string => process.env.SOUK_DATA ?? '.data'

const noteFile = (folder: string) => path.join(folder, 'launcher.json')

/** Starts the embedded Postgres and leaves its address where the app looks for it. Refuses a folder in use. */
export async function startEmbeddedParts(folder: string): Promise<EmbeddedParts> {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  const other = await runningLauncher(folder)
  if (other)
    throw new Error(`Souk already runs on ${folder}${other.address ? ` at ${other.address}` : ''} (process ${other.pid}). Stop it first.`)

  noteLauncher(folder, null)
  const postgres = await startEmbeddedPostgres({ folder })
  tellApp(folder, postgres.url)
  return {
    stop: async () => {
      await postgres.stop()
      rmSync(noteFile(folder), { force: true })
    },
  }
}

/** For tools: joins the Postgres that a launcher runs, or starts it for the while. */
export async function joinEmbeddedParts(folder: string): Promise<EmbeddedParts> {
  return (await runningPostgresUrl(folder)) ? { stop: async () => {} } : startEmbeddedParts(folder)
}

/** Remembers who runs here, and where people find it. */
export function noteLauncher(folder: string, address: string | null): void {
  writeFileSync(noteFile(folder), JSON.stringify({ pid: process.pid, address } satisfies LauncherNote))
}

async function runningLauncher(folder: string): Promise<LauncherNote | null> {
  if (!existsSync(noteFile(folder)) || !(await runningPostgresUrl(folder))) return null
  const note = JSON.parse(readFileSync(noteFile(folder), 'utf8')) as LauncherNote
  try {
    process.kill(note.pid, 0)
    return note
  } catch {
    return null
  }
}

/** The secret is made once and kept, so that links stay good over restarts. */
function tellApp(folder: string, databaseUrl: string): void {
  const file = path.join(folder, EMBEDDED_DATABASE_FILE)
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as EmbeddedDatabase).secret : null
  const note: EmbeddedDatabase = { databaseUrl, secret: known ?? randomBytes(32).toString('base64url') }
  writeFileSync(file, JSON.stringify(note), { mode: 0o600 })
}
