import { askDoctor, getDoctor } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { doctorViewSchema } from '#shared/contracts/doctor'

export default defineRoute(
  {
    summary: 'Have all of it looked at now; while somebody looks nobody else does',
    access: 'admin',
    response: doctorViewSchema,
    status: 202,
  },
  async ({ ctx, actor }) => {
    await askDoctor(ctx, actor)
    return getDoctor(ctx, actor)
  },
)
