import net from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { nextFreePort } from './free-port'
import { Refusal } from './refusal'

const LOOPBACK = '127.0.0.1'

async function taken(host: string): Promise<number> {
  const server = net.createServer()
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return (server.address() as net.AddressInfo).port
}

it('is the wanted one when nobody listens there', async () => {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))

  expect(await nextFreePort(port, LOOPBACK)).toBe(port)
})

it.each([LOOPBACK, '0.0.0.0', '::'])('is one above the wanted one when somebody listens there on %s', async (host) => {
  const port = await taken(host)

  expect(await nextFreePort(port, LOOPBACK)).toBeGreaterThan(port)
})

it('is any for 0', async () => {
  expect(await nextFreePort(0, LOOPBACK)).toBeGreaterThan(1023)
})

it('does not go past the last port', async () => {
  const got = await nextFreePort(65_535, LOOPBACK).catch((error: unknown) => error)

  expect(got === 65_535 || got instanceof Refusal).toBe(true)
})

it('says so when the address is not one of this machine', async () => {
  await expect(nextFreePort(30_000, '192.0.2.1')).rejects.toThrow(/HOST names another address/)
})
