import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { Refusal } from '../launch/refusal'
import { placeOfData } from './data-folder'
import { runningPostgresUrl, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres'
import { isAlive, postmasterOf } from './process'

let folder: string
let data: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'souk-postgres-'))
  chmodSync(folder, 0o755)
  data = placeOfData(folder)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

async function start({ disposable = true } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ folder, disposable })
  onTestFinished(server.stop)
  return server
}

async function ask<Row extends object>(url: string, question: string): Promise<Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await sql.unsafe<Row[]>(question)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function untilGone(pid: number): Promise<void> {
  for (const end = Date.now() + 10_000; isAlive(pid); await pause(20))
    if (Date.now() > end) throw new Error(`process ${pid} is still there`)
}

describe('an embedded Postgres', () => {
  it('is Postgres 18, which listens on this machine only and asks for its password', async () => {
    const { url } = await start()
    const wrong = new URL(url)
    wrong.password = 'guessed'

    expect(await ask(url, "select current_setting('server_version_num')::int / 10000 as version")).toEqual([{ version: 18 }])
    expect(
      await ask(url, "select current_setting('listen_addresses') as at, current_setting('unix_socket_directories') as sockets"),
    ).toEqual([{ at: '127.0.0.1', sockets: '' }])
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('shows its password to its owner only, and to nobody who lists processes', async () => {
    const { url } = await start()
    const { password } = new URL(url)

    expect(statSync(path.join(folder, 'postgres.json')).mode & 0o777).toBe(0o600)
    expect(statSync(data).mode & 0o777).toBe(0o700)
    expect(existsSync(`${data}.password`)).toBe(false)
    expect(readFileSync(`/proc/${postmasterOf(data)}/cmdline`, 'utf8')).not.toContain(password)
  })

  it('knows what a letter is, whatever the language', async () => {
    const { url } = await start()
    await ask(url, 'create extension pg_trgm')

    expect(await ask(url, "select lower('ÄÖÜ') as lower, show_trgm('öl') as trigrams")).toEqual([
      { lower: 'äöü', trigrams: expect.arrayContaining([expect.stringMatching(/^0x/)]) },
    ])
  })

  it('keeps what is stored, its password and its port over a stop', async () => {
    const first = await startEmbeddedPostgres({ folder, disposable: true })
    await ask(first.url, 'create table kept as select 7 as number')
    await first.stop()
    expect(await runningPostgresUrl(folder)).toBeNull()

    const second = await start()
    expect(second.url).toBe(first.url)
    expect(await runningPostgresUrl(folder)).toBe(first.url)
    expect(await ask(second.url, 'select * from kept')).toEqual([{ number: 7 }])
  })

  it('takes another port when its own was taken meanwhile', async () => {
    const first = await startEmbeddedPostgres({ folder, disposable: true })
    await first.stop()
    const other = net.createServer().listen(first.port, '127.0.0.1')
    onTestFinished(() => void other.close())

    expect((await start()).port).not.toBe(first.port)
  })

  it('starts again after it was killed, and everything that was committed is there', async () => {
    const first = await start({ disposable: false })
    await ask(first.url, 'create table kept as select 7 as number')
    process.kill(postmasterOf(data)!, 'SIGKILL')
    await first.ended

    expect(await ask((await start({ disposable: false })).url, 'select * from kept')).toEqual([{ number: 7 }])
  })

  it('replaces one that lost its launcher and its keeper', async () => {
    const first = await start()
    const orphan = postmasterOf(data)!
    const keeper = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${orphan}/status`, 'utf8'))![1])
    process.kill(keeper, 'SIGKILL')
    await first.ended
    expect(isAlive(orphan)).toBe(true)

    const second = await start()
    expect(isAlive(orphan)).toBe(false)
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('ends when its launcher is killed', async () => {
    const script = `
      import { startEmbeddedPostgres } from ${JSON.stringify(path.resolve('scripts/postgres/embedded-postgres.ts'))}
      startEmbeddedPostgres({ folder: ${JSON.stringify(folder)}, disposable: true }).then(() => process.stdout.write('up'))`
    const tsx = ['--import', 'tsx', '--input-type=module', '--eval', script]
    const launcher = spawn(process.execPath, tsx, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.tools.json' },
    })
    await new Promise((resolve) => launcher.stdout.once('data', resolve))
    const pid = postmasterOf(data)!
    expect(isAlive(pid)).toBe(true)

    launcher.kill('SIGKILL')
    await untilGone(pid)
    expect(existsSync(path.join(data, 'postmaster.pid'))).toBe(false)
  })
})

describe('what lies in the folder', () => {
  it('may name a process that is somebody else by now: that one is left alone', async () => {
    const first = await startEmbeddedPostgres({ folder, disposable: true })
    await first.stop()
    const stranger = spawn('sleep', ['60'])
    onTestFinished(() => void stranger.kill())
    writeFileSync(path.join(data, 'postmaster.pid'), `${stranger.pid}\n${data}\n`)

    await start()
    expect(isAlive(stranger.pid!)).toBe(true)
    expect(stranger.exitCode).toBeNull()
  })

  it('is made anew when the first start was interrupted', async () => {
    writeFileSync(path.join(folder, 'postgres.password'), 'left over')
    const { url } = await start()

    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(existsSync(path.join(folder, 'postgres.password'))).toBe(false)
  })

  it('is not touched when only its password is lost', async () => {
    const first = await startEmbeddedPostgres({ folder, disposable: true })
    await first.stop()
    rmSync(path.join(folder, 'postgres.json'))

    await expect(startEmbeddedPostgres({ folder, disposable: true })).rejects.toThrow(Refusal)
    expect(existsSync(path.join(data, 'PG_VERSION'))).toBe(true)
  })

  it('is not touched when another version of Postgres made it', async () => {
    const first = await startEmbeddedPostgres({ folder, disposable: true })
    await first.stop()
    writeFileSync(path.join(data, 'PG_VERSION'), '17\n')

    await expect(startEmbeddedPostgres({ folder, disposable: true })).rejects.toThrow(/made by Postgres 17; .* brings Postgres 18/)
  })
})
