import { deleteAbandonedCarts } from '#server/domains/cart'
import type { Job } from '#server/platform/queue/queue'

export const deleteAbandonedCartsJob: Job = {
  name: 'cart.delete-abandoned',
  schedule: '31 3 * * *',
  handle: deleteAbandonedCarts,
}
