import { buildApp } from './launch/production-build'
import { step } from './launch/progress'
import { run } from './launch/run'

/** Makes the production build. */
await run(async ({ onStop, end }) => {
  await step('Building the app', () => buildApp({ everything: true, onStart: onStop }))
  await end(0)
})
