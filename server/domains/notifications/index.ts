export { forgetOldNews } from './forget-old-news'
export { countNews, listNews } from './list-news'
export { mayWatchPerson } from './may-watch-person'
export {
  newsOfCancellation,
  newsOfPlacedOrders,
  newsOfRefund,
  newsOfReturn,
  newsOfSettledRefund,
  newsOfShipment,
  newsOfTrouble,
} from './tell-of-orders'
export { erasePersonalData, personalDataOf } from './personal-data'
export { readNews } from './read-news'
