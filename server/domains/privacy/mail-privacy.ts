import { eq } from 'drizzle-orm'
import { dataExports, users } from '#db/schema'
import { pageAddress } from '#server/domains/accounts'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import { PRIVACY_MAIL_TEXTS } from './privacy-mail-texts'

type Person = Pick<typeof users.$inferSelect, 'id' | 'name' | 'email' | 'locale' | 'timeZone'>
type Language = keyof typeof PRIVACY_MAIL_TEXTS

interface Letter {
  key: string
  title: string
  text: string
  link?: string
}

const languageOf = ({ locale }: Person): Language => (locale === 'de' ? 'de' : 'en')
const dayOf = (person: Person, moment: Date) =>
  new Intl.DateTimeFormat(languageOf(person), { dateStyle: 'long', timeZone: person.timeZone ?? 'UTC' }).format(moment)

function send(ctx: Context, person: Person, { key, title, text, link }: Letter): Promise<void> {
  const language = languageOf(person)
  return ctx.mailer.send({
    to: person.email,
    subject: title,
    idempotencyKey: key,
    ...composeMail({
      language,
      title,
      preview: text,
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: PRIVACY_MAIL_TEXTS[language].greeting(person.name) },
        { kind: 'paragraph', text },
        ...(link ? [{ kind: 'link' as const, label: link, address: pageAddress(ctx.config, language, '/account/privacy') }] : []),
      ],
    }),
  })
}

/** Tells somebody that the copy of their data can be fetched. */
export async function mailExportReady(ctx: Context, exportId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ archive: dataExports, person: users })
    .from(dataExports)
    .innerJoin(users, eq(users.id, dataExports.userId))
    .where(eq(dataExports.id, exportId))
  if (found?.archive.status !== 'ready' || found.person.status !== 'active') return

  const { person, archive } = found
  const { title, text, link } = PRIVACY_MAIL_TEXTS[languageOf(person)].exportReady
  await send(ctx, person, { key: `export-ready:${exportId}`, title, text: text(dayOf(person, archive.expiresAt!)), link })
}

/** Tells somebody when their account will be erased, and how to keep it. */
export async function mailErasureRequested(ctx: Context, { userId, dueAt }: { userId: string; dueAt: string }): Promise<void> {
  const [person] = await ctx.db.select().from(users).where(eq(users.id, userId))
  // It may have been called off since.
  if (person?.status !== 'active' || person.erasureDueAt?.toISOString() !== dueAt) return

  const { title, text, link } = PRIVACY_MAIL_TEXTS[languageOf(person)].erasureRequested
  await send(ctx, person, { key: `erasure:${userId}:${dueAt}`, title, text: text(dayOf(person, new Date(dueAt))), link })
}

/** The last mail that an account gets. */
export async function mailErased(ctx: Context, person: Person & { erasureDueAt: Date | null }): Promise<void> {
  const { title, text } = PRIVACY_MAIL_TEXTS[languageOf(person)].erased
  await send(ctx, person, { key: `erased:${person.id}:${person.erasureDueAt?.toISOString()}`, title, text })
}
