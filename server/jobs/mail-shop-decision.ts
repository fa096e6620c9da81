import { mailShopDecision } from '#server/domains/shops'
import type { Job } from '#server/platform/queue/queue'

/** Tells a shop's owners what the marketplace decided about it. */
export const mailShopDecisionJob: Job<Parameters<typeof mailShopDecision>[1]> = {
  name: 'shops.mail-decision',
  handle: (ctx, notice) => mailShopDecision(ctx, notice),
}
