import type { Job } from '#server/platform/queue/queue'
import { countSalesJob } from './count-sales'
import { deleteAbandonedCartsJob } from './delete-abandoned-carts'
import { deleteExpiredSessionsJob } from './delete-expired-sessions'
import { finishRenditionsJob } from './finish-renditions'
import { queueListingsJob } from './queue-listings'
import { refreshListingJob } from './refresh-listing'
import { refreshShopListingsJob } from './refresh-shop-listings'

/** Every job and subscriber of the house. */
export const jobs: readonly Job<never>[] = [
  countSalesJob,
  deleteAbandonedCartsJob,
  deleteExpiredSessionsJob,
  finishRenditionsJob,
  queueListingsJob,
  refreshListingJob,
  refreshShopListingsJob,
]
