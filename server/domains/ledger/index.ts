export { freezeCommission, type CommissionedOrder } from './freeze-commission'
export { inspectLedger } from './inspect-ledger'
export { lockAvailable } from './ledger-locks'
export {
  postOrphanCharge,
  postPayout,
  postPayoutFailed,
  postPayoutPaid,
  postRefund,
  postRefundPaid,
  postRefundReturned,
  postRelease,
  postSales,
  type Sale,
} from './post-journals'
export { reverseCommission } from './reverse-commission'
export { owedTo, shopBalance, type ShopBalance } from './shop-balance'
