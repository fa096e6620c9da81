export { addCommissionRule } from './add-commission-rule'
export { endCommissionRule, orderCommissionRules } from './change-commission-rules'
export { freezeCommission, type CommissionedOrder } from './freeze-commission'
export { inspectLedger } from './inspect-ledger'
export { listCommissionRules } from './list-commission-rules'
export { lockAvailable } from './ledger-locks'
export { moneyOfOrders, type BookedJournal, type OrderMoney } from './money-of-orders'
export { journalsById } from './journals-by-id'
export { postDispute, postDisputeLost, postDisputeWon, type BookedDispute } from './post-disputes'
export {
  postOrphanCharge,
  postPayout,
  postPayoutFailed,
  postPayoutPaid,
  postPromotionBack,
  postRefund,
  postRefundPaid,
  postRefundReturned,
  postRelease,
  postSales,
  type Sale,
} from './post-journals'
export { postBalanceEntries, type BookedBalanceEntry } from './post-balance-entries'
export { promotionOf, type Promotion } from './promotion-of'
export { commissionBack, reverseCommission, type PromotionBack } from './reverse-commission'
export { owedTo, shopBalance, type ShopBalance } from './shop-balance'
