import { spawn } from 'node:child_process'
import { say } from './launch/progress'

interface Check {
  name: string
  /** Programs of node_modules with their arguments, one after the other. */
  commands: string[][]
}

const PLACES = ['app', 'server', 'shared', 'db', 'scripts', 'bench', 'tests']
const AT_ONCE = 2

/** The slow ones first, so that two at a time end early. */
const checks: Check[] = [
  {
    name: 'types',
    commands: [
      ['nuxt/bin/nuxt.mjs', 'prepare'],
      ['vue-tsc/bin/vue-tsc.js', '-b', '--noEmit', 'tsconfig.json', 'tsconfig.tools.json'],
    ],
  },
  { name: 'lint', commands: [['eslint/bin/eslint.js', '.', '--max-warnings', '0']] },
  {
    name: 'architecture',
    commands: [['dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.mjs', '--output-type', 'err', ...PLACES]],
  },
  { name: 'dead code', commands: [['knip/bin/knip.js', '--no-progress', '--no-config-hints']] },
  { name: 'format', commands: [['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']] },
]

const wanted = process.argv.slice(2)
const chosen = wanted.length > 0 ? checks.filter(({ name }) => wanted.includes(name)) : checks
const waiting = [...chosen]
let failed = 0

await Promise.all(Array.from({ length: AT_ONCE }, workThrough))
say(`\n${chosen.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0

async function workThrough(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const start = performance.now()
    const { ok, said } = await run(check)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    if (!ok) failed++
    say(`${ok ? 'passed' : 'FAILED'}  ${check.name} (${seconds} s)`)
    if (!ok) say(`${said.trim()}\n`)
  }
}

async function run({ commands }: Check): Promise<{ ok: boolean; said: string }> {
  let said = ''
  for (const [program, ...args] of commands) {
    const child = spawn(process.execPath, [`node_modules/${program}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => (said += chunk))
    const code = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)))
    if (code !== 0) return { ok: false, said }
  }
  return { ok: true, said }
}
