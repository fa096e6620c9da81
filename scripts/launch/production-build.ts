import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

const SOURCES = ['app', 'server', 'db', 'shared', 'i18n', 'public', 'scripts', 'nuxt.config.ts', 'package.json', 'package-lock.json']
const FINGERPRINT_FILE = '.output/fingerprint'

export const SERVER_ENTRY = '.output/server/index.mjs'
export const fingerprintFile = FINGERPRINT_FILE

/** Whether the production build is missing or was made from other sources. */
export function buildIsStale(): boolean {
  if (!existsSync(SERVER_ENTRY) || !existsSync(FINGERPRINT_FILE)) return true
  return readFileSync(FINGERPRINT_FILE, 'utf8') !== sourcesFingerprint()
}

/** Makes the build in a process of its own. */
export function runBuild(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.tools.json', 'scripts/build.ts'], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, SOUK_QUIET_BUILD: '1' },
    })
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The build failed (exit code ${code}).`))))
  })
}

/** A hash over every file that the build is made of, tests left out. */
export function sourcesFingerprint(): string {
  const hash = createHash('sha256').update(process.env.SOUK_FAILPOINTS ?? '')
  for (const file of SOURCES.flatMap(filesIn).sort()) {
    if (file.endsWith('.test.ts')) continue
    hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function filesIn(place: string): string[] {
  if (!existsSync(place)) return []
  if (statSync(place).isFile()) return [place]
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}
