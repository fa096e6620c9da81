import { BRING_PICTURES, bringPictures } from '#server/domains/imports'
import type { Job } from '#server/platform/queue/queue'

/** A slow server may take a quarter of a minute for each picture. */
const PRODUCTS_A_TURN = 10

/** Brings the pictures of an import once its products are there, and looks again later for those that failed. */
export const bringPicturesJob: Job<{ importId: string }> = {
  name: BRING_PICTURES,
  async handle(ctx, { importId }) {
    const next = await bringPictures(ctx, importId, PRODUCTS_A_TURN)
    if (!next) return
    const isLater = next > ctx.now
    await ctx.queue.send(ctx.db, BRING_PICTURES, { importId }, isLater ? { startAfter: next, singletonKey: `${importId} later` } : {})
  },
}
