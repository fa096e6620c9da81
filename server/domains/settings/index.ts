export { changeSettings } from './change-settings'
export { getAdminSettings } from './get-admin-settings'
export { readSettings } from './read-settings'
export type { Settings } from './known-settings'
