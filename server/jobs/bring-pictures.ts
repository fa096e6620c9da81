import { BRING_PICTURES, bringPictures } from '#server/domains/imports'
import type { Job } from '#server/platform/queue/queue'

/** A slow server may take a quarter of a minute for each picture. */
const PRODUCTS_A_TURN = 10

/** Brings the pictures of an import once its products are there. */
export const bringPicturesJob: Job<{ importId: string }> = {
  name: BRING_PICTURES,
  async handle(ctx, { importId }) {
    if (!(await bringPictures(ctx, importId, PRODUCTS_A_TURN))) await ctx.queue.send(ctx.db, BRING_PICTURES, { importId })
  },
}
