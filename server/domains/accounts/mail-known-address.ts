import { and, eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import { ACCOUNT_MAIL_TEXTS, accountMailLanguage } from './account-mail-texts'
import { pageAddress } from './page-address'

/** Tells the owner of an address, and nobody else, that it has an account already. Repeating it sends nothing twice. */
export async function mailKnownAddress(ctx: Context, { email, noticeId }: { email: string; noticeId: string }): Promise<void> {
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.email, email), eq(users.status, 'active')))
  if (!user) return

  const language = accountMailLanguage(user.locale)
  const { greeting, known } = ACCOUNT_MAIL_TEXTS[language]
  await ctx.mailer.send({
    to: user.email,
    subject: known.subject,
    idempotencyKey: `known-address:${noticeId}`,
    ...composeMail({
      language,
      title: known.title,
      preview: known.text,
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: greeting(user.name) },
        { kind: 'paragraph', text: known.text },
        { kind: 'link', label: known.signIn, address: pageAddress(ctx.config, language, '/sign-in') },
        { kind: 'link', label: known.forgot, address: pageAddress(ctx.config, language, '/forgot-password') },
        { kind: 'paragraph', text: known.end },
      ],
    }),
  })
}
