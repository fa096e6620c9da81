import { forgetOldNews } from '#server/domains/notifications'
import type { Job } from '#server/platform/queue/queue'

export const forgetOldNewsJob: Job = {
  name: 'notifications.forget-old-news',
  schedule: '41 3 * * *',
  handle: forgetOldNews,
}
