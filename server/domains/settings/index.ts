export { readSettings } from './read-settings'
export type { Settings } from './known-settings'
