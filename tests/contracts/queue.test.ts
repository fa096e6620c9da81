import { createPgBossQueue } from '#server/platform/queue/pg-boss-queue'
import { describe } from 'vitest'
import { testContext } from '../support/context'
import { queueContract } from './queue.contract'

const context = await testContext()

describe('pg-boss', () => {
  queueContract({ context, db: context.db, open: () => createPgBossQueue({ url: context.config.databaseUrl, log: context.log }) })
})
