import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const folder = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url))
const resolve = { alias: { '#server': folder('server'), '#db': folder('db'), '#shared': folder('shared') } }

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['{shared,scripts,app,bench}/**/*.test.ts', 'tests/architecture/**/*.test.ts'] } },
      {
        resolve,
        test: {
          name: 'domain',
          include: ['server/**/*.test.ts', 'tests/contracts/**/*.test.ts'],
          globalSetup: ['./tests/support/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
