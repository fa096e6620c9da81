import { register } from 'tsx/esm/api'

/**
 * Lets Node run the project's TypeScript, as `node --import ./scripts/typescript.mjs FILE`. The command `tsx` would
 * put a process in between that kills the one below it when a signal is not answered within 60 milliseconds.
 */
register({ tsconfig: 'tsconfig.tools.json' })
