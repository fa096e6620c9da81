import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import type { DomainEvents } from '#server/platform/queue/events'
import type { SecurityChange } from '#shared/lifecycles/user'
import { pageAddress } from './page-address'
import { SECURITY_MAIL_TEXTS } from './security-mail-texts'

/** After these the owner may not know the password any more. */
const MAY_LOCK_OUT = new Set<SecurityChange>(['password_changed', 'password_reset', 'email_change_requested', 'new_device'])

/** Tells somebody that the ways into their account have changed. Repeating it sends nothing twice. */
export async function mailSecurityChange(ctx: Context, event: DomainEvents['user.security_changed']): Promise<void> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, event.userId))
  if (!user || user.status === 'erased') return

  const language = user.locale === 'de' ? 'de' : 'en'
  const text = SECURITY_MAIL_TEXTS[language]
  const change = text.changes[event.what]
  await ctx.mailer.send({
    to: user.email,
    subject: change.title,
    idempotencyKey: `security-change:${event.noticeId}`,
    ...composeMail({
      language,
      title: change.title,
      preview: change.text(event),
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: text.greeting(user.name) },
        { kind: 'paragraph', text: change.text(event) },
        { kind: 'paragraph', text: text.notYou },
        { kind: 'link', label: text.look, address: pageAddress(ctx.config, language, '/account/security') },
        ...(MAY_LOCK_OUT.has(event.what)
          ? [{ kind: 'link' as const, label: text.reset, address: pageAddress(ctx.config, language, '/forgot-password') }]
          : []),
      ],
    }),
  })
}
