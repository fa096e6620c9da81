import { createHash, createHmac } from 'node:crypto'
import type { Config } from '#server/platform/config/config'

export const INVITATION_DAYS = 7

/**
 * What an invitation's link carries: 256 bits that only we can make out of the row's id and its end. So the job that
 * mails it needs nothing but the id, the table holds nothing usable, and sending it anew ends the link before.
 */
export const invitationTokenOf = ({ secret }: Pick<Config, 'secret'>, invitation: { id: string; expiresAt: Date }): string =>
  createHmac('sha256', secret).update(`shop-invitation:${invitation.id}:${invitation.expiresAt.getTime()}`).digest('base64url')

export const hashOfInvitationToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** When an invitation that is sent now ends. */
export const invitationEnd = (now: Date): Date => new Date(now.getTime() + INVITATION_DAYS * 24 * 60 * 60 * 1000)
