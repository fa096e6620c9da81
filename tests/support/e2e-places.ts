import { randomUUID } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'

/** A marketplace of the browser's suite: where it is served, and where it keeps what it has. */
export interface Place {
  port: number
  folder: string
}

/** By name: passkeys are for names, not for numbers. */
export const addressOf = ({ port }: Place) => `http://localhost:${port}`

/**
 * One marketplace a worker, so that journeys on two of them do not meet. Chosen once by the process that the workers
 * are made from: they inherit its environment. Nothing is made here, since other tools read this too.
 */
export function places(workers: number): Place[] {
  process.env.SOUK_E2E_PLACES ??= JSON.stringify(
    Array.from({ length: workers }, () => ({
      port: 20_000 + Math.floor(Math.random() * 30_000),
      folder: path.join(os.tmpdir(), `souk-e2e-${randomUUID()}`),
    })),
  )
  return JSON.parse(process.env.SOUK_E2E_PLACES) as Place[]
}

/** The one of the worker that this runs in. */
export const ownPlace = (all: readonly Place[]): Place => all[Number(process.env.TEST_PARALLEL_INDEX ?? 0)]!
