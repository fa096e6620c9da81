import { spawn } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { fingerprintFile, sourcesFingerprint } from './launch/production-build'

/** What brings native code along and is therefore not bundled; Nitro puts it into the output. */
const NATIVE = ['sharp', '@node-rs/argon2', 'pg-native']

/** Makes `.output`: the server, the operator's tool beside it, and the migrations that both need. */
const fingerprint = sourcesFingerprint()
await runNuxt()

const aliases = Object.fromEntries(['server', 'db', 'shared'].map((name) => [`#${name}`, path.resolve(name)]))
await build({
  entryPoints: { souk: 'scripts/souk.ts' },
  outdir: '.output/server',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  alias: aliases,
  external: NATIVE,
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
})
cpSync('db/migrations', '.output/server/migrations', { recursive: true })
writeFileSync(fingerprintFile, fingerprint)

/** What Nuxt says is shown only when it fails. */
function runNuxt(): Promise<void> {
  return new Promise((resolve, reject) => {
    const nuxt = spawn(process.execPath, ['node_modules/nuxt/bin/nuxt.mjs', 'build'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const said: Buffer[] = []
    for (const output of [nuxt.stdout, nuxt.stderr]) output.on('data', (chunk: Buffer) => said.push(chunk))
    nuxt.on('close', (code) => {
      if (code === 0) return resolve()
      process.stderr.write(Buffer.concat(said))
      reject(new Error(`The build failed (exit code ${code}).`))
    })
  })
}
