import { describe, expect, it } from 'vitest'
import { mayReadMetrics } from './may-read-metrics'

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as Parameters<typeof mayReadMetrics>[0]

describe('who may read the metrics', () => {
  it.each([
    ['the machine itself', request('127.0.0.1'), undefined, true],
    ['the machine itself by IPv6', request('::1'), undefined, true],
    ['another machine', request('192.0.2.7'), undefined, false],
    ['somebody through a proxy on the machine', request('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' }), undefined, false],
    ['who has the token', request('192.0.2.7', { authorization: 'Bearer abc' }), 'abc', true],
    ['who has another token', request('192.0.2.7', { authorization: 'Bearer abd' }), 'abc', false],
    ['the machine itself without the token that is asked for', request('127.0.0.1'), 'abc', false],
  ])('%s', (_, from, token, may) => {
    expect(mayReadMetrics(from, token)).toBe(may)
  })
})
