import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SOCKET_CLOSE } from '#shared/socket-close'
import { keepSocket, type SocketLike } from './kept-socket'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server that takes every socket, or none. */
function server({ returns = true }: { returns?: boolean } = {}) {
  const dialled: (SocketLike & { sent: string[]; isClosed: boolean })[] = []
  const codes: [code: number, wasOpen: boolean][] = []
  const kept = keepSocket({
    dial() {
      const socket = {
        sent: [] as string[],
        isClosed: false,
        send: (text: string) => void socket.sent.push(text),
        close: () => void (socket.isClosed = true),
        onopen: null,
        onmessage: null,
        onclose: null,
      }
      dialled.push(socket as never)
      return socket as never
    },
    opened: (send) => send({ type: 'subscribe', topic: 'a:b' }),
    heard() {},
    closed: (code, wasOpen) => (codes.push([code, wasOpen]), returns),
  })
  const last = () => dialled.at(-1)!
  const call = (name: 'onopen' | 'onmessage' | 'onclose', event: object = {}) => (last()[name] as (event: object) => void)(event)
  const answer = () => call('onmessage', { data: '{"type":"pong"}' })
  const refuse = () => call('onmessage', { data: '{"type":"error","code":"socket.unavailable"}' })
  const accept = () => (call('onopen'), answer())
  const close = (code: number) => call('onclose', { code })
  return { kept, dialled, codes, last, call, accept, answer, refuse, close }
}
const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a socket that is kept', () => {
  it('comes back at once from a server that restarts, as often as it was sent away by one that had spoken', async () => {
    const { kept, dialled, accept, close } = server()
    kept.open()
    for (let times = 1; times <= 5; times++) {
      accept()
      close(SOCKET_CLOSE.restarting)
      await after(300)
      expect(dialled).toHaveLength(times + 1)
    }
  })

  it('does not press upon a server that sends it away each time', async () => {
    const { kept, dialled, close } = server()
    kept.open()
    for (let ms = 0; ms < 10_000; ms += 100) {
      if (dialled.length > 0) close(SOCKET_CLOSE.restarting)
      await after(100)
    }
    expect(dialled.length).toBeLessThan(7)
  })

  it('waits longer and longer after faults, and short again once the server has spoken', async () => {
    const { kept, dialled, accept, close } = server()
    kept.open()
    const pauses: number[] = []
    const pauseOf = async () => {
      const [begun, before] = [Date.now(), dialled.length]
      close(1006)
      while (dialled.length === before) await after(10)
      return Date.now() - begun
    }
    for (let times = 0; times < 7; times++) pauses.push(await pauseOf())
    accept()
    pauses.push(await pauseOf())

    const usual = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 1000]
    for (const [index, pause] of pauses.entries()) expect(pause / usual[index]!).toBeCloseTo(1, 0)
    expect(Math.max(...pauses)).toBeLessThan(40_000)
  })

  it('is given up where nobody answers, and opened anew', async () => {
    const { kept, dialled, codes, accept, answer } = server()
    kept.open()
    accept()
    await after(25_000)
    expect(dialled[0]!.sent.at(-1)).toBe('{"type":"ping"}')
    answer()
    await after(25_000)
    expect(dialled[0]!.isClosed).toBe(false)
    await after(25_000)
    expect([dialled[0]!.isClosed, codes]).toEqual([true, [[1006, true]]])
    await after(1300)
    expect(dialled).toHaveLength(2)
  })

  it('asks again, later and later, where what it asked for could not be answered', async () => {
    const { kept, dialled, codes, call, refuse, accept } = server()
    kept.open()
    for (let times = 1; times <= 4; times++) {
      call('onopen')
      refuse()
      expect([dialled[times - 1]!.isClosed, codes.length]).toEqual([true, times])
      await after(600 * 2 ** (times - 1))
      expect(dialled).toHaveLength(times)
      await after(700 * 2 ** (times - 1))
      expect(dialled).toHaveLength(times + 1)
    }
    accept()
    await after(20_000)
    expect(dialled).toHaveLength(5)
  })

  it('stays away where it is not to come back, and after it was stopped, until it is opened again', async () => {
    const over = server({ returns: false })
    over.kept.open()
    over.accept()
    over.close(SOCKET_CLOSE.noLonger)
    const stopped = server()
    stopped.kept.open()
    stopped.close(1006)
    await after(0)
    stopped.kept.stop()
    await after(120_000)
    expect([over.dialled, stopped.dialled].map(({ length }) => length)).toEqual([1, 1])
    stopped.kept.open()
    stopped.kept.open()
    expect(stopped.dialled).toHaveLength(2)
  })

  it('hears nothing of one that it has left', async () => {
    const { kept, dialled, codes, accept } = server()
    kept.open()
    accept()
    kept.stop()
    kept.open()
    const leave = dialled[0]!.onclose as unknown as (event: { code: number }) => void
    leave({ code: 1006 })
    await after(60_000)
    expect([dialled.length, codes]).toEqual([2, []])
  })
})
