import { defineCommand } from 'citty'
import { createAdmin } from '#server/domains/accounts'
import { say } from '../launch/progress'
import { withMarketplace } from './open-world'

const createCommand = defineCommand({
  meta: { name: 'create', description: 'Makes an admin, or makes an account one' },
  args: { email: { type: 'positional', required: true, description: 'The address to sign in with' } },
  run: ({ args }) =>
    withMarketplace(async (ctx) => {
      const admin = await createAdmin(ctx, args.email)
      say(`${args.email} is an admin.`)
      say(`Password, shown this once: ${admin.password}`)
      say(`Sign in at ${ctx.config.siteUrl}/sign-in; the second factor is set up there.`)
    }),
})

export const adminCommand = defineCommand({
  meta: { name: 'admin', description: 'Admins of the marketplace' },
  subCommands: { create: createCommand },
})
