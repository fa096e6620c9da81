import { defineVitestProject } from '@nuxt/test-utils/config'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const folder = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url))
const resolve = { alias: { '#server': folder('server'), '#db': folder('db'), '#shared': folder('shared') } }
const patient = { testTimeout: 20_000, hookTimeout: 60_000 }

export default defineConfig({
  resolve,
  test: {
    globalSetup: ['./tests/support/global-setup.ts'],
    projects: [
      {
        resolve,
        test: { name: 'unit', include: ['{shared,scripts,app,bench}/**/*.test.ts', 'tests/architecture/**/*.test.ts'], ...patient },
      },
      { resolve, test: { name: 'domain', include: ['server/**/*.test.ts', 'tests/contracts/**/*.test.ts'], ...patient } },
      { resolve, test: { name: 'api', include: ['tests/api/**/*.test.ts'], ...patient } },
      { resolve, test: { name: 'faults', include: ['tests/faults/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 } },
      await defineVitestProject({
        test: {
          name: 'component',
          include: ['tests/component/**/*.test.ts'],
          environment: 'nuxt',
          testTimeout: 30_000,
          hookTimeout: 120_000,
          environmentOptions: { nuxt: { domEnvironment: 'happy-dom' } },
        },
      }),
    ],
  },
})
