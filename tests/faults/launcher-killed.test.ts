import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  dataFolder,
  endEverythingOn,
  launch,
  prepareMarketplace,
  processesNamed,
  processesOn,
  startsOf,
  untilNothingRunsOn,
  type Launched,
} from '../support/launcher'
import { freePort } from '../support/server'

const folder = dataFolder()
await prepareMarketplace(folder)
const environment = { PORT: String(await freePort()), LOG_LEVEL: 'warn' }
const { started, stop } = startsOf(folder, environment)
const launcherOf = (where: string) => processesNamed(where, 'typescript.mjs scripts/start.ts')[0]!

afterEach(async () => {
  await endEverythingOn(folder)
})

describe('npm start', () => {
  it.each([
    ['the launcher', () => launcherOf(folder)],
    ['npm', (souk: Launched) => souk.pid],
  ])('leaves nothing behind when %s is killed', async (_, victim) => {
    const { souk, address } = await started()
    expect(processesOn(folder).length).toBeGreaterThan(5)

    process.kill(victim(souk), 'SIGKILL')
    await untilNothingRunsOn(folder)
    await expect(fetch(address)).rejects.toThrow()

    const again = await started()
    expect((await fetch(again.address)).status).toBe(200)
    await stop(again.souk)
  })

  it('ends with its database', async () => {
    const { souk } = await started()
    process.kill(processesNamed(folder, 'bin/postgres -D')[0]!, 'SIGKILL')

    expect(await souk.ended).toBe(1)
    expect(souk.printed()).toContain('The database ended by itself.')
    await untilNothingRunsOn(folder)
  })

  it.each(['Database', 'Migrations', 'Server'])('can be interrupted while it says "%s", and starts afterwards', async (what) => {
    const souk = launch('start', folder, environment)
    await souk.says(new RegExp(`${what} …`))
    await stop(souk)

    const again = await started()
    await stop(again.souk)
  })

  it('is not stopped by a note that a crash has cut', async () => {
    writeFileSync(path.join(folder, 'launcher.json'), '{"pid":1')
    const { souk } = await started()
    await stop(souk)
  })
})
