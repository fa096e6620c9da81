import { rmSync } from 'node:fs'

/** The demo marketplace as `npm start` makes it, on a folder of its own that goes when it ends. */
process.on('exit', () => rmSync(process.env.SOUK_DATA!, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
await import('../../scripts/start')
