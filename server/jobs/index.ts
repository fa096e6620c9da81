import type { Job } from '#server/platform/queue/queue'
import { adoptGuestOrdersJob } from './adopt-guest-orders'
import { askDoctorJob } from './ask-doctor'
import { askToReadBalanceJob } from './ask-to-read-balance'
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
import { forgetOldNewsJob } from './forget-old-news'
import { forgetSearchesJob } from './forget-searches'
import { issueCreditNoteJob } from './issue-credit-note'
import { issueInvoicesJob } from './issue-invoices'
import { learnTermsJob } from './learn-terms'
import { mailAgreedOfferJob } from './mail-agreed-offer'
import { mailCancellationJob } from './mail-cancellation'
import { mailConfirmationJob } from './mail-confirmation'
import { mailDisputeJob } from './mail-dispute'
import { mailEmailTokenJob } from './mail-email-token'
import { mailErasureRequestedJob } from './mail-erasure-requested'
import { mailExportReadyJob } from './mail-export-ready'
import { mailInvitationJob } from './mail-invitation'
import { mailKnownAddressJob } from './mail-known-address'
import { mailLowStockJob } from './mail-low-stock'
import { mailMoneyBackJob } from './mail-money-back'
import { mailNewOrdersJob } from './mail-new-orders'
import { mailParcelTroubleJob } from './mail-parcel-trouble'
import { mailPayoutJob } from './mail-payout'
import { mailPayoutStoppedJob } from './mail-payout-stopped'
import { mailRefundJob } from './mail-refund'
import { mailRefundFailedJob } from './mail-refund-failed'
import { mailRejectionJob } from './mail-rejection'
import { mailRoomJob } from './mail-room'
import { mailSecurityChangeJob } from './mail-security-change'
import { mailReturnJob } from './mail-return'
import { mailReturnReminderJob } from './mail-return-reminder'
import { mailShipmentJob } from './mail-shipment'
import { mailShopDecisionJob } from './mail-shop-decision'
import { mailUnreadJob } from './mail-unread'
import { makeExportJob } from './make-export'
import { newsOfPlacedOrdersJob } from './news-of-placed-orders'
import { newsOfShipmentJob } from './news-of-shipment'
import { newsOfTroubleJob } from './news-of-trouble'
import { newsOfCancellationJob } from './news-of-cancellation'
import { newsOfRefundJob } from './news-of-refund'
import { newsOfReturnJob } from './news-of-return'
import { newsOfSettledRefundJob } from './news-of-settled-refund'
import { noteBoughtOffersJob } from './note-bought-offers'
import { noteRefundJob } from './note-refund'
import { offerPasswordResetJob } from './offer-password-reset'
import { passOnRoomsJob } from './pass-on-rooms'
import { queueListingsJob } from './queue-listings'
import { readBalanceJob } from './read-balance'
import { refreshCategoryListingsJob } from './refresh-category-listings'
import { refreshListingJob } from './refresh-listing'
import { refreshShopListingsJob } from './refresh-shop-listings'
import { repairListingsJob } from './repair-listings'
import { runDoctorJob } from './run-doctor'
import { runPayoutsJob } from './run-payouts'
import { sendPayoutJob } from './send-payout'
import { sendRefundJob } from './send-refund'
import { settleOrdersJob } from './settle-orders'
import { sweepCheckoutsJob } from './sweep-checkouts'
import { sweepImportFilesJob } from './sweep-import-files'
import { sweepOffersJob } from './sweep-offers'
import { sweepPicturesJob } from './sweep-pictures'
import { sweepPrivacyJob } from './sweep-privacy'
import { sweepUnreadJob } from './sweep-unread'
import { tellOfCancellationJob } from './tell-of-cancellation'
import { tellOfShipmentJob } from './tell-of-shipment'
import { workWebhookJob } from './work-webhook'

/** Every job and subscriber of the house. */
export const jobs: readonly Job<never>[] = [
  adoptGuestOrdersJob,
  askDoctorJob,
  askToReadBalanceJob,
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
  forgetOldNewsJob,
  forgetSearchesJob,
  issueCreditNoteJob,
  issueInvoicesJob,
  learnTermsJob,
  mailAgreedOfferJob,
  mailCancellationJob,
  mailConfirmationJob,
  mailDisputeJob,
  mailEmailTokenJob,
  mailErasureRequestedJob,
  mailExportReadyJob,
  mailInvitationJob,
  mailKnownAddressJob,
  mailLowStockJob,
  mailMoneyBackJob,
  mailNewOrdersJob,
  mailParcelTroubleJob,
  mailPayoutJob,
  mailPayoutStoppedJob,
  mailRefundJob,
  mailRefundFailedJob,
  mailRejectionJob,
  mailRoomJob,
  mailSecurityChangeJob,
  mailReturnJob,
  mailReturnReminderJob,
  mailShipmentJob,
  mailShopDecisionJob,
  mailUnreadJob,
  makeExportJob,
  newsOfPlacedOrdersJob,
  newsOfShipmentJob,
  newsOfTroubleJob,
  newsOfCancellationJob,
  newsOfRefundJob,
  newsOfReturnJob,
  newsOfSettledRefundJob,
  noteBoughtOffersJob,
  noteRefundJob,
  offerPasswordResetJob,
  passOnRoomsJob,
  queueListingsJob,
  readBalanceJob,
  refreshCategoryListingsJob,
  refreshListingJob,
  refreshShopListingsJob,
  repairListingsJob,
  runDoctorJob,
  runPayoutsJob,
  sendPayoutJob,
  sendRefundJob,
  settleOrdersJob,
  sweepCheckoutsJob,
  sweepImportFilesJob,
  sweepOffersJob,
  sweepPicturesJob,
  sweepPrivacyJob,
  sweepUnreadJob,
  tellOfCancellationJob,
  tellOfShipmentJob,
  workWebhookJob,
]
