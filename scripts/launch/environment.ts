import { existsSync } from 'node:fs'

/** What the operator wrote into `.env` counts where the environment itself says nothing. */
export function loadEnvironmentFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** Whether the operator has a Postgres of their own; else there is the embedded one, and demo mode. */
export const hasOwnDatabase = (): boolean => Boolean(process.env.DATABASE_URL || process.env.DATABASE_URL_FILE)

export const dataFolder = (): string => process.env.SOUK_DATA || '.data'
