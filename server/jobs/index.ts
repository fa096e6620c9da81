import type { Job } from '#server/platform/queue/queue'
import { adoptGuestOrdersJob } from './adopt-guest-orders'
import { countSalesJob } from './count-sales'
import { deleteAbandonedCartsJob } from './delete-abandoned-carts'
import { deleteObjectsJob } from './delete-objects'
import { deleteWhatEndedJob } from './delete-what-ended'
import { deleteOldIdempotencyKeysJob } from './delete-old-idempotency-keys'
import { finishRenditionsJob } from './finish-renditions'
import { mailConfirmationJob } from './mail-confirmation'
import { mailEmailTokenJob } from './mail-email-token'
import { mailInvitationJob } from './mail-invitation'
import { mailKnownAddressJob } from './mail-known-address'
import { mailMoneyBackJob } from './mail-money-back'
import { mailSecurityChangeJob } from './mail-security-change'
import { mailShipmentJob } from './mail-shipment'
import { offerPasswordResetJob } from './offer-password-reset'
import { queueListingsJob } from './queue-listings'
import { refreshListingJob } from './refresh-listing'
import { refreshShopListingsJob } from './refresh-shop-listings'
import { sendRefundJob } from './send-refund'
import { sweepCheckoutsJob } from './sweep-checkouts'
import { workWebhookJob } from './work-webhook'

/** Every job and subscriber of the house. */
export const jobs: readonly Job<never>[] = [
  adoptGuestOrdersJob,
  countSalesJob,
  deleteAbandonedCartsJob,
  deleteObjectsJob,
  deleteWhatEndedJob,
  deleteOldIdempotencyKeysJob,
  finishRenditionsJob,
  mailConfirmationJob,
  mailEmailTokenJob,
  mailInvitationJob,
  mailKnownAddressJob,
  mailMoneyBackJob,
  mailSecurityChangeJob,
  mailShipmentJob,
  offerPasswordResetJob,
  queueListingsJob,
  refreshListingJob,
  refreshShopListingsJob,
  sendRefundJob,
  sweepCheckoutsJob,
  workWebhookJob,
]
