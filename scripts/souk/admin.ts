import { defineCommand } from 'citty'
import { createAdmin } from '#server/domains/accounts'
import { emailSchema } from '#shared/contracts/accounts'
import { say } from '../launch/progress'
import { Refusal } from '../launch/refusal'
import { command } from './command'
import { withMarketplace } from './open-world'

const createCommand = command({
  meta: { name: 'create', description: 'Makes an admin, or makes the account with that address one' },
  args: { email: { type: 'positional', required: true, description: 'The address to sign in with' } },
  run: async ({ args }) => {
    const email = emailSchema.safeParse(args.email)
    if (!email.success) throw new Refusal(`${args.email} is not an email address.`)

    await withMarketplace(async (ctx) => {
      const admin = await createAdmin(ctx, email.data)
      say(`${admin.email} is an admin.`)
      say(`Password, shown this once: ${admin.password}`)
      say(`Sign in at ${ctx.config.siteUrl}/sign-in; a password of your own and the second factor are set up there.`)
    })
  },
})

export const adminCommand = defineCommand({
  meta: { name: 'admin', description: 'Admins of the marketplace' },
  subCommands: { create: createCommand },
})
