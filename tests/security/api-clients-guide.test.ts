import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { hashPassword } from '#server/domains/accounts/passwords'
import { make } from '../support/make'
import { testServer } from '../support/server'

const server = await testServer()
const password = 'a password of some length'

/** The guide's lines for a shell, in their order, each block announced by its number. */
const blocks = [...readFileSync('docs/guides/api-clients.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, lines]) => lines!)

it('22: the lines of the guide for API clients work as they stand', async () => {
  const ada = await make(server.ctx).user({ passwordHash: await hashPassword(password), emailVerifiedAt: new Date(), name: 'Ada' })
  const client = await server.as(ada)
  const { key } = (await client.post('/api/accounts/api-keys', { name: 'Robot', scopes: ['orders:read'], expiresInDays: 1, password })).body

  const script = ['set -euo pipefail', ...blocks.map((lines, index) => `echo "block ${index}"\n${lines}\necho`)].join('\n')
  const env = { PATH: process.env.PATH, SOUK: server.url, SOUK_API_KEY: key, EMAIL: ada.email!, PASSWORD: password, no_proxy: '*' }
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env })

  const answers = stdout.split(/block \d\n/).slice(1)
  expect(answers).toHaveLength(5)
  expect(JSON.parse(answers[0]!)).toMatchObject({ items: [] })
  expect(JSON.parse(answers[2]!)).toMatchObject({ user: { id: ada.userId, name: 'Ada' } })
  expect(answers[4]!.trim()).toBe('')
})
