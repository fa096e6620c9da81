import { sweepImportFiles } from '#server/domains/imports'
import type { Job } from '#server/platform/queue/queue'

/** Deletes files of imports that no import names. */
export const sweepImportFilesJob: Job = {
  name: 'imports.sweep-files',
  schedule: '47 2 * * *',
  handle: sweepImportFiles,
}
