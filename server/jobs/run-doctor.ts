import { RUN_DOCTOR, runDoctor } from '#server/domains/checkout'
import type { Job } from '#server/platform/queue/queue'

/** Looks at every invariant for whoever asked. */
export const runDoctorJob: Job<{ runId: string }> = {
  name: RUN_DOCTOR,
  handle: (ctx, { runId }) => runDoctor(ctx, runId),
}
