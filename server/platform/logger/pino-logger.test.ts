import { describe, expect, it } from 'vitest'
import { createLogger, pseudonym } from './pino-logger'

function logged(write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = []
  write(createLogger({ LOG_LEVEL: 'info' }, { write: (line: string) => void lines.push(line) }))
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('a log line', () => {
  it('is one JSON object with a level, a UTC time and a message', () => {
    const [line] = logged((log) => log.info({ route: '/api/session' }, 'request'))
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      route: '/api/session',
      msg: 'request',
    })
  })

  it('stays one line whatever is in it', () => {
    expect(logged((log) => log.info({ note: 'a\r\nb' }, 'c\r\nd'))).toHaveLength(1)
  })

  it.each([
    'password',
    'passwordHash',
    'token',
    'refreshToken',
    'cookie',
    'set-cookie',
    'authorization',
    'secret',
    'clientSecret',
    'apiKey',
    'api_key',
    'signature',
    'cardNumber',
    'email',
    'to',
    'phone',
    'ip',
  ])('hides what stands under %s, however deep', (key) => {
    const text = JSON.stringify(logged((log) => log.info({ [key]: 'hunter2', nested: { list: [{ [key]: 'hunter2' }] } }, 'x')))
    expect(text).not.toContain('hunter2')
    expect(text).toContain('[hidden]')
  })

  it('hides what a child was bound to', () => {
    expect(JSON.stringify(logged((log) => log.child({ token: 'hunter2' }).info('x')))).not.toContain('hunter2')
  })

  it('hides secrets in addresses and numbers that look like cards, also in the message', () => {
    const [line] = logged((log) =>
      log.info({ url: '/reset?token=hunter2&lang=de', paid: 'with 4242 4242 4242 4242' }, 'GET /orders/1?key=hunter2'),
    )
    expect(line).toMatchObject({ url: '/reset?token=[hidden]&lang=de', paid: 'with [hidden]', msg: 'GET /orders/1?key=[hidden]' })
  })

  it('shows of an error where it came from and not what was in it', () => {
    const cause = Object.assign(new Error('duplicate key value'), {
      code: '23505',
      constraint_name: 'users_email_unique',
      table_name: 'users',
      detail: 'Key (email)=(ada@example.org) already exists.',
      parameters: ['hunter2'],
    })
    const error = new Error('Failed query: insert into users values ($1)\nparams: hunter2,ada@example.org', { cause })
    for (const key of ['error', 'err']) {
      const [line] = logged((log) => log.error({ [key]: error }, 'failed'))
      expect(JSON.stringify(line)).not.toMatch(/hunter2|ada@example/)
      expect(line![key]).toMatchObject({
        type: 'Error',
        message: 'Failed query: insert into users values ($1)',
        stack: expect.stringContaining('pino-logger.test'),
        cause: { code: '23505', constraint: 'users_email_unique', table: 'users' },
      })
    }
  })

  it('copes with what cannot be written down', () => {
    const circular: Record<string, unknown> = { bytes: Buffer.from('x'), big: 10n }
    circular.self = circular
    expect(logged((log) => log.info(circular, 'x'))[0]).toMatchObject({ big: '10', bytes: '[1 bytes]' })
  })
})

describe('a pseudonym', () => {
  const config = { secret: 'a secret that is long enough for this' }

  it('is the same for one person and another for the next', () => {
    expect(pseudonym(config, 'ada')).toBe(pseudonym(config, 'ada'))
    expect(pseudonym(config, 'ada')).not.toBe(pseudonym(config, 'bob'))
    expect(pseudonym(config, 'ada')).not.toBe(pseudonym({ secret: 'another secret that is long enough' }, 'ada'))
    expect(pseudonym(config, 'ada')).toMatch(/^[0-9a-f]{12}$/)
  })
})
