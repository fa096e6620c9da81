import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { commandOf, isAlive } from '../postgres/process'
import { keep, type Program } from './keep'

const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.error('ready')"
const node = (script: string, over: Partial<Program> = {}): Program => ({
  program: process.execPath,
  args: ['--eval', script],
  env: process.env,
  stopSignal: 'SIGTERM',
  ...over,
})

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !what(); await pause(20)) if (Date.now() > end) throw new Error(`not within ten seconds: ${what}`)
}

const processesWith = (mark: string) => readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(Number(pid)).includes(mark))

function kept(program: Program) {
  const running = keep(program)
  onTestFinished(running.kill)
  return running
}

it('asks the program to end, and waits for it', async () => {
  const running = kept(
    node("process.on('SIGTERM', () => setTimeout(() => process.exit(7), 200)); setInterval(() => {}, 1000); console.error('ready')"),
  )
  await until(() => running.said() === 'ready')
  await running.stop()

  expect(await running.ended).toBe(7)
  expect(isAlive(await running.started)).toBe(false)
})

it('ends a program that does not listen by force', async () => {
  const running = kept(node(stubborn, { force: { afterSeconds: 0.2, signal: 'SIGKILL' } }))
  await until(() => running.said() === 'ready')
  await running.stop()

  expect(isAlive(await running.started)).toBe(false)
})

it.each([0, 30, 60, 90, 120])('ends a program that it was told to end %i ms after its start', async (afterMs) => {
  const mark = `souk-kept-${process.pid}-${afterMs}`
  const running = kept(node('setInterval(() => {}, 1000)', { args: ['--eval', 'setInterval(() => {}, 1000)', mark] }))
  await pause(afterMs)
  await running.stop()

  expect(processesWith(mark)).toEqual([])
})

it('ends it at once like a crash', async () => {
  const running = kept(node(stubborn))
  await until(() => running.said() === 'ready')
  await running.kill()

  expect(isAlive(await running.started)).toBe(false)
})

it('tells with what code a program ended by itself, and what it said last', async () => {
  const running = kept(node("console.error('no such thing'); process.exitCode = 3"))

  expect(await running.ended).toBe(3)
  expect(running.said()).toBe('no such thing')
})

it('tells of a program that is not there', async () => {
  const running = kept({ ...node(''), program: '/no/such/program' })

  await expect(running.started).rejects.toThrow(/ENOENT/)
  expect(await running.ended).toBe(1)
})

it('shows nothing of the environment to who lists processes', async () => {
  const running = kept(node(stubborn, { env: { ...process.env, SECRET: 'not for everybody' } }))
  const pid = await running.started
  const keeper = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1])

  for (const one of [pid, keeper]) expect(readFileSync(`/proc/${one}/cmdline`, 'utf8')).not.toContain('not for everybody')
})

it('does not outlive whoever started it, even if that one is killed', async () => {
  const script = `
    import { keep } from ${JSON.stringify(path.resolve('scripts/launch/keep.ts'))}
    keep({ program: 'sleep', args: ['60'], env: process.env, stopSignal: 'SIGTERM' }).started.then((pid) => process.stdout.write(String(pid)))`
  const launcher = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = Number(await new Promise((resolve) => launcher.stdout.once('data', resolve)))
  expect(isAlive(pid)).toBe(true)

  launcher.kill('SIGKILL')
  await until(() => !isAlive(pid))
})
