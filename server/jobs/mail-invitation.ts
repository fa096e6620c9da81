import { mailInvitation } from '#server/domains/shops'
import type { Job } from '#server/platform/queue/queue'

/** Asks somebody by mail to act for a shop. */
export const mailInvitationJob: Job<{ invitationId: string }> = {
  name: 'shops.mail-invitation',
  handle: (ctx, { invitationId }) => mailInvitation(ctx, invitationId),
}
