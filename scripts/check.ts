import { spawn } from 'node:child_process'
import { say } from './launch/progress'

interface Check {
  name: string
  /** A program of node_modules with its arguments. */
  command: string[]
}

interface Outcome {
  ok: boolean
  said: string
}

const PLACES = ['app', 'server', 'shared', 'db', 'scripts', 'bench', 'tests']
const AT_ONCE = 2

/** What Nuxt knows of the sources, which most checks read. */
const PREPARE: Check = { name: 'preparation', command: ['nuxt/bin/nuxt.mjs', 'prepare'] }

/** The slow ones first, so that two at a time end early. */
const CHECKS: Check[] = [
  { name: 'types', command: ['vue-tsc/bin/vue-tsc.js', '-b', '--noEmit', 'tsconfig.json', 'tsconfig.tools.json'] },
  { name: 'lint', command: ['eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
  {
    name: 'architecture',
    command: ['dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.mjs', '--output-type', 'err', ...PLACES],
  },
  { name: 'dead code', command: ['knip/bin/knip.js', '--no-progress', '--no-config-hints'] },
  { name: 'format', command: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
]

const wanted = process.argv.slice(2)
const chosen = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
let passed = 0
let failed = 0

const prepared = await run(PREPARE)
if (prepared.ok) await Promise.all(workers([...chosen]))
else report(PREPARE, prepared, 0)
say(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

function workers(waiting: Check[]): Promise<void>[] {
  return Array.from({ length: AT_ONCE }, async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const start = performance.now()
      report(check, await run(check), performance.now() - start)
    }
  })
}

function report({ name }: Check, { ok, said }: Outcome, tookMs: number): void {
  if (ok) passed++
  else failed++
  say(`${ok ? 'passed' : 'FAILED'}  ${name} (${(tookMs / 1000).toFixed(1)} s)`)
  if (!ok) say(`${said.trim()}\n`)
}

async function run({ command: [program, ...args] }: Check): Promise<Outcome> {
  let said = ''
  const child = spawn(process.execPath, [`node_modules/${program}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => (said += chunk))
  const code = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)))
  return { ok: code === 0, said }
}
