import { mailSecurityChange } from '#server/domains/accounts'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells the owner of an account that the ways into it have changed. */
export const mailSecurityChangeJob: Job<DomainEvents['user.security_changed']> = {
  name: 'accounts.mail-security-change',
  on: ['user.security_changed'],
  concurrency: 2,
  handle: mailSecurityChange,
}
