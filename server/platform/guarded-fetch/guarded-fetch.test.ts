import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardedFetch, type GuardedFetchOptions } from './guarded-fetch'
import { isPublicAddress } from './public-address'

describe('what is not on the open internet', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.250',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'not an address',
  ])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::200e'])('but %s is', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe('fetching what a person named', () => {
  const asked: string[] = []
  const server = http.createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`)
    const [, path, rest] = request.url!.split('/', 3)
    if (path === 'to') response.writeHead(302, { location: decodeURIComponent(rest!) }).end()
    else if (path === '429' || path === '503') response.writeHead(Number(path)).end()
    else if (path === 'missing') response.writeHead(404).end()
    else if (path === 'endless') {
      const timer = setInterval(() => response.write(Buffer.alloc(1000)), 1)
      response.on('close', () => clearInterval(timer))
    } else if (path === 'slow') response.writeHead(200)
    else response.end('picture')
  })
  let port = 0
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const names: Record<string, string[]> = {
    'pictures.example': ['127.0.0.1'],
    'both.example': ['127.0.0.1', '10.0.0.1'],
    'inside.example': ['10.0.0.1'],
  }
  const options = (over: Partial<GuardedFetchOptions> = {}): GuardedFetchOptions => ({
    maxBytes: 10_000,
    timeoutMs: 2000,
    resolve: async (host) => names[host] ?? [],
    mayAsk: (address, at) => address === '127.0.0.1' && at === port,
    ...over,
  })
  const fetched = (address: string, over?: Partial<GuardedFetchOptions>) =>
    guardedFetch(address.replace('PORT', String(port)), options(over))
  const redirect = (to: string) => `http://pictures.example:PORT/to/${encodeURIComponent(to.replace('PORT', String(port)))}`

  it('brings the bytes, by the name and from the address that was checked', async () => {
    expect(Buffer.from(await fetched('http://pictures.example:PORT/a.png')).toString()).toBe('picture')
    expect(asked.at(-1)).toBe(`pictures.example:${port}/a.png`)
  })

  it('follows a redirect that may be followed', async () => {
    expect(Buffer.from(await fetched(redirect('http://pictures.example:PORT/b.png'))).toString()).toBe('picture')
  })

  it.each([
    ['a file', 'file:///etc/passwd', 'address'],
    ['other schemes', 'gopher://pictures.example/', 'address'],
    ['a name and a password', 'http://me:secret@pictures.example:PORT/', 'address'],
    ['an address inside', 'http://10.0.0.1/', 'address'],
    ['a number that is an address', 'http://2130706434/', 'address'],
    ['a name that leads inside', 'http://inside.example/', 'address'],
    ['a name of which one address leads inside', 'http://both.example:PORT/', 'address'],
    ['another port', 'http://pictures.example:25/', 'address'],
    ['an unknown name', 'http://nobody.example/', 'unreachable'],
    ['what is not there', 'http://pictures.example:PORT/missing', 'status'],
    ['what is asked too often', 'http://pictures.example:PORT/429', 'busy'],
    ['what is down', 'http://pictures.example:PORT/503', 'busy'],
    ['what does not end', 'http://pictures.example:PORT/endless', 'too_large'],
  ])('refuses %s', async (_, address, reason) => {
    await expect(fetched(address)).rejects.toMatchObject({ reason })
  })

  it.each([
    ['inside', 'http://10.0.0.1/latest/meta-data'],
    ['to a file', 'file:///etc/passwd'],
    ['to a name that leads inside', 'http://inside.example/'],
  ])('refuses a redirect that leads %s', async (_, to) => {
    await expect(fetched(redirect(to))).rejects.toMatchObject({ reason: 'address' })
  })

  it('does not follow redirects for ever, nor wait for ever', async () => {
    const name = `http://pictures.example:${port}`
    const nested = [1, 2, 3].reduce((to) => `${name}/to/${encodeURIComponent(to)}`, `${name}/a.png`)
    expect(Buffer.from(await fetched(nested)).toString()).toBe('picture')
    await expect(fetched(`${name}/to/${encodeURIComponent(nested)}`)).rejects.toMatchObject({ reason: 'redirects' })
    await expect(fetched('http://pictures.example:PORT/slow', { timeoutMs: 100 })).rejects.toMatchObject({ reason: 'too_slow' })
  })

  it('asks nobody on this machine unless it is told to', async () => {
    await expect(guardedFetch(`http://127.0.0.1:${port}/`, { maxBytes: 10, timeoutMs: 1000 })).rejects.toMatchObject({ reason: 'address' })
    await expect(guardedFetch('http://localhost/', { maxBytes: 10, timeoutMs: 1000 })).rejects.toMatchObject({ reason: 'address' })
  })
})
