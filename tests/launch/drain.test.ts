import http from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { make } from '../support/make'
import { testServer } from '../support/server'

const REQUESTS = 50
const SOCKETS = 60

const server = await testServer()
const cookies = (await server.as(await make(server.ctx).user())).cookies()

/** A request that takes its time: its body comes in two halves. */
function slowRequest(finish: Promise<void>): Promise<number> {
  const body = JSON.stringify({ email: 'nobody@example.org', password: 'not the password', persistent: false })
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-forwarded-for': `10.7.0.${requests++}`,
    }
    const request = http.request(new URL('/api/session', server.url), { method: 'POST', headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode!))
    })
    request.on('error', reject)
    request.write(body.slice(0, 20))
    void finish.then(() => request.end(body.slice(20)))
  })
}
let requests = 0

function openSocket(): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: cookies, 'x-forwarded-for': `10.6.0.${requests++}` }
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { origin: server.url, headers })
    socket.on('open', () => resolve(socket)).on('error', reject)
  })
}

it('a process that is told to end finishes what it has begun and sends everybody elsewhere', { timeout: 60_000 }, async () => {
  let letFinish = () => {}
  const finish = new Promise<void>((resolve) => (letFinish = resolve))
  const running = Array.from({ length: REQUESTS }, () => slowRequest(finish))
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, openSocket))
  const codes = sockets.map((socket) => new Promise<number>((resolve) => socket.on('close', resolve)))
  for (const request of running) request.catch(() => {})
  await pause(300)

  const start = Date.now()
  const ended = server.stop()
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, { interval: 20, timeout: 3000 }).toBe(503)
  expect(new Set(await Promise.all(codes))).toEqual(new Set([1012]))
  expect(Date.now() - start).toBeLessThan(3000)

  await expect
    .poll(
      () =>
        fetch(`${server.url}/healthz`).then(
          () => 'open',
          () => 'closed',
        ),
      { timeout: 5000 },
    )
    .toBe('closed')
  letFinish()
  expect(new Set(await Promise.all(running))).toEqual(new Set([401]))

  await ended
  expect(Date.now() - start).toBeLessThan(10_000)
  expect(server.printed()).toContain('"msg":"ended"')
})
