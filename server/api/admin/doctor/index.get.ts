import { getDoctor } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { doctorViewSchema } from '#shared/contracts/doctor'

export default defineRoute(
  { summary: 'What must hold of the marketplace, and whether it does', access: 'admin', response: doctorViewSchema },
  ({ ctx, actor }) => getDoctor(ctx, actor),
)
