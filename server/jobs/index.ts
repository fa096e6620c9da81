import type { Job } from '#server/platform/queue/queue'
import { adoptGuestOrdersJob } from './adopt-guest-orders'
import { applyImportJob } from './apply-import'
import { bringPicturesJob } from './bring-pictures'
import { checkImportJob } from './check-import'
import { undoImportJob } from './undo-import'
import { alertLowStockJob } from './alert-low-stock'
import { countSalesJob } from './count-sales'
import { countTermsJob } from './count-terms'
import { deleteAbandonedCartsJob } from './delete-abandoned-carts'
import { deleteArchiveJob } from './delete-archive'
import { deleteObjectsJob } from './delete-objects'
import { deleteOldIdempotencyKeysJob } from './delete-old-idempotency-keys'
import { deleteWhatEndedJob } from './delete-what-ended'
import { eraseAccountJob } from './erase-account'
import { finishRenditionsJob } from './finish-renditions'
import { forgetSearchesJob } from './forget-searches'
import { learnTermsJob } from './learn-terms'
import { mailCancellationJob } from './mail-cancellation'
import { mailConfirmationJob } from './mail-confirmation'
import { mailEmailTokenJob } from './mail-email-token'
import { mailErasureRequestedJob } from './mail-erasure-requested'
import { mailExportReadyJob } from './mail-export-ready'
import { mailInvitationJob } from './mail-invitation'
import { mailKnownAddressJob } from './mail-known-address'
import { mailLowStockJob } from './mail-low-stock'
import { mailMoneyBackJob } from './mail-money-back'
import { mailNewOrdersJob } from './mail-new-orders'
import { mailPayoutJob } from './mail-payout'
import { mailRefundJob } from './mail-refund'
import { mailRefundFailedJob } from './mail-refund-failed'
import { mailRejectionJob } from './mail-rejection'
import { mailSecurityChangeJob } from './mail-security-change'
import { mailShipmentJob } from './mail-shipment'
import { mailShopDecisionJob } from './mail-shop-decision'
import { makeExportJob } from './make-export'
import { noteRefundJob } from './note-refund'
import { offerPasswordResetJob } from './offer-password-reset'
import { queueListingsJob } from './queue-listings'
import { refreshCategoryListingsJob } from './refresh-category-listings'
import { refreshListingJob } from './refresh-listing'
import { refreshShopListingsJob } from './refresh-shop-listings'
import { repairListingsJob } from './repair-listings'
import { runPayoutsJob } from './run-payouts'
import { sendPayoutJob } from './send-payout'
import { sendRefundJob } from './send-refund'
import { settleOrdersJob } from './settle-orders'
import { sweepCheckoutsJob } from './sweep-checkouts'
import { sweepImportFilesJob } from './sweep-import-files'
import { sweepPicturesJob } from './sweep-pictures'
import { sweepPrivacyJob } from './sweep-privacy'
import { workWebhookJob } from './work-webhook'

/** Every job and subscriber of the house. */
export const jobs: readonly Job<never>[] = [
  adoptGuestOrdersJob,
  applyImportJob,
  bringPicturesJob,
  checkImportJob,
  undoImportJob,
  alertLowStockJob,
  countSalesJob,
  countTermsJob,
  deleteAbandonedCartsJob,
  deleteArchiveJob,
  deleteObjectsJob,
  deleteOldIdempotencyKeysJob,
  deleteWhatEndedJob,
  eraseAccountJob,
  finishRenditionsJob,
  forgetSearchesJob,
  learnTermsJob,
  mailCancellationJob,
  mailConfirmationJob,
  mailEmailTokenJob,
  mailErasureRequestedJob,
  mailExportReadyJob,
  mailInvitationJob,
  mailKnownAddressJob,
  mailLowStockJob,
  mailMoneyBackJob,
  mailNewOrdersJob,
  mailPayoutJob,
  mailRefundJob,
  mailRefundFailedJob,
  mailRejectionJob,
  mailSecurityChangeJob,
  mailShipmentJob,
  mailShopDecisionJob,
  makeExportJob,
  noteRefundJob,
  offerPasswordResetJob,
  queueListingsJob,
  refreshCategoryListingsJob,
  refreshListingJob,
  refreshShopListingsJob,
  repairListingsJob,
  runPayoutsJob,
  sendPayoutJob,
  sendRefundJob,
  settleOrdersJob,
  sweepCheckoutsJob,
  sweepImportFilesJob,
  sweepPicturesJob,
  sweepPrivacyJob,
  workWebhookJob,
]
