import { eq } from 'drizzle-orm'
import { shopInvitations, shops, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import type { ShopRole } from '#shared/lifecycles/shop'
import { INVITATION_DAYS, invitationTokenOf } from './invitation-token'

const ROLES: Record<'en' | 'de', Record<ShopRole, string>> = {
  en: {
    owner: 'as an owner, who decides everything',
    manager: 'as a manager, who looks after products, orders and the shop’s pages',
    staff: 'as staff, who look after its orders',
  },
  de: {
    owner: 'als Inhaber, der alles entscheidet',
    manager: 'in der Verwaltung, die sich um Produkte, Bestellungen und die Seiten des Shops kümmert',
    staff: 'als Mitarbeiter, die sich um die Bestellungen kümmern',
  },
}

const TEXTS = {
  en: {
    subject: (shop: string) => `${shop} asks you to join`,
    title: (shop: string) => `Will you help run ${shop}?`,
    intro: (owner: string, shop: string, role: string) => `${owner} asks you to act for ${shop} ${role}.`,
    button: 'Look at the invitation',
    end: `The link works for ${INVITATION_DAYS} days, and only for an account with this email address. If you do not know what this is about, please ignore this mail: nothing happens.`,
  },
  de: {
    subject: (shop: string) => `${shop} lädt Sie ein`,
    title: (shop: string) => `Möchten Sie bei ${shop} mitmachen?`,
    intro: (owner: string, shop: string, role: string) => `${owner} bittet Sie, für ${shop} tätig zu werden, ${role}.`,
    button: 'Einladung ansehen',
    end: `Der Link gilt ${INVITATION_DAYS} Tage und nur für ein Konto mit dieser E-Mail-Adresse. Wenn Sie nicht wissen, worum es geht, ignorieren Sie diese Mail bitte: Es geschieht nichts.`,
  },
}

/** Mails an invitation while it is open, in the language of the account that has the address, else of who invites. */
export async function mailInvitation(ctx: Context, invitationId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ invitation: shopInvitations, shopName: shops.name, owner: { name: users.name, locale: users.locale } })
    .from(shopInvitations)
    .innerJoin(shops, eq(shops.id, shopInvitations.shopId))
    .innerJoin(users, eq(users.id, shopInvitations.invitedBy))
    .where(eq(shopInvitations.id, invitationId))
  if (!found) return
  const { invitation, shopName, owner } = found
  if (invitation.expiresAt <= ctx.now) return

  const idempotencyKey = `shop-invitation:${invitation.id}:${invitation.expiresAt.getTime()}`
  const [invited] = await ctx.db.select({ locale: users.locale }).from(users).where(eq(users.email, invitation.email))
  const language = (invited ?? owner).locale === 'de' ? 'de' : 'en'
  const text = TEXTS[language]
  const intro = text.intro(owner.name, shopName, ROLES[language][invitation.role])
  const path = `${language === 'en' ? '' : `/${language}`}/invitations/${invitationTokenOf(ctx.config, invitation)}`
  await ctx.mailer.send({
    to: invitation.email,
    subject: text.subject(shopName),
    idempotencyKey,
    ...composeMail({
      language,
      title: text.title(shopName),
      preview: intro,
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: intro },
        { kind: 'link', label: text.button, address: `${ctx.config.siteUrl}${path}` },
        { kind: 'paragraph', text: text.end },
      ],
    }),
  })
}
