export { listShopsOfUser } from './list-shops-of-user'
export { requireMember, roleInShop } from './require-member'
