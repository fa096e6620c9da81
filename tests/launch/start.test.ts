import { existsSync, statSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { cloneDatabase } from '../support/database'
import { addressOf, dataFolder, endEverythingOn, launch, prepareMarketplace, startsOf, untilNothingRunsOn } from '../support/launcher'
import { freePort } from '../support/server'

const SECOND_START_SECONDS = 20

const folder = dataFolder()
const accounts = await prepareMarketplace(folder)
const port = await freePort()
const environment = { PORT: String(port), LOG_LEVEL: 'warn' }

const { started, stop } = startsOf(folder, environment)

afterEach(async () => {
  await endEverythingOn(folder)
})

describe('npm start', () => {
  it('starts a marketplace on this machine only, and says where it is and who can sign in', async () => {
    const { souk, address } = await started()

    expect(address).toBe(`http://localhost:${port}`)
    expect((await fetch(address)).status).toBe(200)
    expect(souk.printed()).toContain(`${address}/dev/mail`)
    for (const { email, password } of accounts) {
      expect(souk.printed()).toContain(email)
      expect(souk.printed()).toContain(password)
    }
    await stop(souk)
  })

  it('keeps its secrets for its owner', () => {
    for (const file of ['demo.json', 'postgres.json', 'embedded-database.json'])
      expect([file, statSync(path.join(folder, file)).mode & 0o777]).toEqual([file, 0o600])
  })

  it('starts again at once, and runs once a folder', async () => {
    const start = performance.now()
    const { souk, address } = await started()
    expect((performance.now() - start) / 1000).toBeLessThan(SECOND_START_SECONDS)

    const other = launch('start', folder, environment)
    expect(await other.ended).toBe(1)
    expect(other.printed()).toMatch(`Souk already runs on ${folder} at ${address}`)
    expect((await fetch(address)).status).toBe(200)

    const tool = launch('souk -- demo code', folder)
    expect([await tool.ended, tool.printed()]).toEqual([0, expect.stringMatching(/\n\d{6}\n$/)])
    expect((await fetch(address)).status).toBe(200)
    await stop(souk)
  })

  it('takes the next port when another program has its own', async () => {
    const other = net.createServer((socket) => socket.destroy())
    await new Promise<void>((resolve, reject) => other.once('error', reject).listen(port, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const { souk, address } = await started()

    expect(souk.printed()).toContain(`Port ${port} is taken by another program; using ${new URL(address).port}.`)
    expect((await fetch(address)).status).toBe(200)
    await stop(souk)
  })

  it('says everything that is wrong with the settings, and leaves nothing behind', async () => {
    const souk = launch('start', folder, { PORT: 'eighty', SOUK_ROLE: 'boss' })

    expect(await souk.ended).toBe(1)
    expect(souk.printed()).toMatch(/PORT: [^\n]+\n[^\n]*SOUK_ROLE: /)
    await untilNothingRunsOn(folder)
  })
})

describe('a database that nobody has migrated', () => {
  const fresh = dataFolder()

  it.each(['shops list', 'doctor', 'export products --shop anybody'])('is told of by "%s", with what to do', async (command) => {
    const tool = launch(`souk -- ${command}`, fresh)
    expect([await tool.ended, tool.printed()]).toEqual([1, expect.stringContaining('First run: npm run souk -- migrate\n')])
    expect(tool.printed()).not.toMatch(/\n\s+at |Error:/)
  })
})

describe("with the operator's own database", () => {
  const own = dataFolder()

  it('there is no demo: nobody has an account, and no mail can be read', async () => {
    const { url, drop } = await cloneDatabase()
    onTestFinished(drop)
    const souk = launch('start', own, {
      ...environment,
      HOST: '127.0.0.1',
      DATABASE_URL: url,
      SITE_URL: 'https://souk.example',
      SOUK_SECRET: 'a secret that is long enough for everybody',
    })
    expect(await addressOf(souk)).toBe('https://souk.example')
    await souk.says(/admin create/)

    expect(souk.printed()).not.toMatch(/demo/i)
    expect((await fetch(`http://127.0.0.1:${port}/dev/mail`)).status).toBe(404)
    expect(existsSync(path.join(own, 'postgres.json'))).toBe(false)
    expect(existsSync(path.join(own, 'demo.json'))).toBe(false)
    await stop(souk, own)
  })

  it('an address without https is refused', async () => {
    const souk = launch('start', own, { DATABASE_URL: 'postgres://souk@127.0.0.1:1/souk', SITE_URL: 'http://souk.example' })

    expect(await souk.ended).toBe(1)
    expect(souk.printed()).toMatch(/SITE_URL: must start with https[\s\S]*SOUK_SECRET: is needed/)
  })

  it('says so when the database does not answer', async () => {
    const souk = launch('start', own, {
      DATABASE_URL: 'postgres://souk@127.0.0.1:1/souk',
      SITE_URL: 'https://souk.example',
      SOUK_SECRET: 'a secret that is long enough for everybody',
    })

    expect(await souk.ended).toBe(1)
    expect(souk.printed()).toContain('The database cannot be used: connect ECONNREFUSED 127.0.0.1:1. Is DATABASE_URL right?')
    expect(souk.printed()).not.toMatch(/\n\s+at /)
  })
})
