import { BRING_PICTURES, bringPictures } from '#server/domains/imports'
import type { Job } from '#server/platform/queue/queue'

/** Of twenty pictures each, and a slow server may take a quarter of a minute for one: ten minutes, of the fifteen that a job has. */
const PRODUCTS_A_TURN = 2

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
