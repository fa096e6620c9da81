import { productsShowing, refreshListings } from '#server/domains/catalog'
import { finishRenditions } from '#server/domains/files'
import type { Job } from '#server/platform/queue/queue'

/** Makes the remaining sizes of a new picture and shows them wherever it is shown. */
export const finishRenditionsJob: Job<{ fileId: string }> = {
  name: 'files.finish-renditions',
  async handle(ctx, { fileId }) {
    await finishRenditions(ctx, fileId)
    await refreshListings(ctx, await productsShowing(ctx, fileId))
  },
}
