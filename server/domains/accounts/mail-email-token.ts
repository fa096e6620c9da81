import { eq } from 'drizzle-orm'
import { emailTokens, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail, type MailBlock } from '#server/platform/mail/mail-page'
import type { EmailTokenPurpose } from '#shared/lifecycles/user'
import { ACCOUNT_MAIL_TEXTS, accountMailLanguage } from './account-mail-texts'
import { codeOf, isLive, linkTokenOf } from './email-tokens'
import { pageAddress } from './page-address'

/** Where each link leads. The token stands behind the #, which browsers send to nobody, also not as a referrer. */
const PAGES: Record<EmailTokenPurpose, string> = {
  verify: '/verify',
  reset: '/reset-password',
  change: '/confirm-email',
  restore: '/confirm-email',
}

/** Sends the mail that belongs to a token, while it is worth anything. Repeating it sends nothing twice. */
export async function mailEmailToken(ctx: Context, tokenId: string): Promise<void> {
  const [found] = await ctx.db
    .select()
    .from(emailTokens)
    .innerJoin(users, eq(users.id, emailTokens.userId))
    .where(eq(emailTokens.id, tokenId))
  if (!found || !isLive(ctx, found.email_tokens)) return
  const { email_tokens: token, users: user } = found

  const language = accountMailLanguage(user.locale)
  const text = ACCOUNT_MAIL_TEXTS[language]
  const mail = text.tokens[token.purpose]
  const link = `${pageAddress(ctx.config, language, PAGES[token.purpose])}#${linkTokenOf(ctx.config, token.id)}`
  const code: MailBlock[] = [
    { kind: 'paragraph', text: text.codeBefore },
    { kind: 'code', text: codeOf(ctx.config, token.id) },
    { kind: 'paragraph', text: text.codeAfter },
  ]
  await ctx.mailer.send({
    to: token.email,
    subject: mail.subject(ctx.config.SITE_NAME),
    idempotencyKey: `email-token:${token.id}`,
    ...composeMail({
      language,
      title: mail.title,
      preview: mail.intro,
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: text.greeting(user.name) },
        { kind: 'paragraph', text: mail.intro },
        ...(token.codeHash ? code : []),
        { kind: 'link', label: mail.button, address: link },
        { kind: 'paragraph', text: mail.end },
      ],
    }),
  })
}
