import { defineVitestProject } from '@nuxt/test-utils/config'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const folder = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url))
const resolve = {
  alias: {
    '#server': folder('server'),
    '#db': folder('db'),
    '#shared': folder('shared'),
    '#souk/routes': folder('tests/support/doubles/build-routes.ts'),
    '#souk/build': folder('tests/support/doubles/build-facts.ts'),
  },
}
const patient = { testTimeout: 20_000, hookTimeout: 60_000 }

/** Nuxt takes seconds to load: a run that names other projects goes without it. */
const named = process.argv.flatMap(
  (argument, index, all) => /^--project=(.+)$/.exec(argument)?.[1] ?? (all[index - 1] === '--project' ? argument : []),
)
const wantsComponents = named.length === 0 || named.includes('component')

const componentProject = () =>
  defineVitestProject({
    test: {
      name: 'component',
      include: ['tests/component/**/*.test.ts'],
      environment: 'nuxt',
      setupFiles: ['tests/support/component-setup.ts'],
      testTimeout: 30_000,
      hookTimeout: 120_000,
      environmentOptions: { nuxt: { domEnvironment: 'happy-dom' } },
    },
  })

export default defineConfig({
  resolve,
  test: {
    // Here alone, a test that is on its own would hide what the others say.
    allowOnly: false,
    globalSetup: ['./tests/support/global-setup.ts'],
    // Half of what a test does is to wait for a database or a clock.
    maxWorkers: '100%',
    projects: [
      {
        resolve,
        test: { name: 'unit', include: ['{shared,scripts,app,bench}/**/*.test.ts', 'tests/architecture/**/*.test.ts'], ...patient },
      },
      {
        resolve,
        test: {
          name: 'domain',
          include: ['{db,server}/**/*.test.ts', 'tests/{contracts,model,relevance}/**/*.test.ts'],
          // A world is made for each file; the modules, which take longer to load, keep nothing of it.
          isolate: false,
          ...patient,
        },
      },
      { resolve, test: { name: 'api', include: ['tests/api/**/*.test.ts'], ...patient } },
      { resolve, test: { name: 'security', include: ['tests/security/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        resolve,
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve,
        test: {
          name: 'launch',
          include: ['tests/launch/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      ...(wantsComponents ? [await componentProject()] : []),
    ],
  },
})
