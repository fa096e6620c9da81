import { and, asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, shopInvitations, shopMembers } from '#db/schema'
import { mayMail } from '#server/domains/accounts'
import { mailInvitationJob } from '#server/jobs/mail-invitation'
import { visitor, type Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import { inviteMemberSchema } from '#shared/contracts/shop-members'
import type { ShopRole } from '#shared/lifecycles/shop'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { acceptInvitation, getInvitation } from './accept-invitation'
import { changeMemberRole, removeMember } from './change-member-role'
import { forgetOldInvitations } from './invitations'
import { inviteMember } from './invite-member'
import { listMembers } from './list-members'
import { resendInvitation, revokeInvitation } from './resend-invitation'

const mails: Mail[] = []
const ctx = await testContext({ mailer: { send: async (mail) => void mails.push(mail), close: async () => {} } }, [mailInvitationJob])
const { user, shop } = make(ctx)

const rolesIn = async (shopId: string) =>
  (
    await ctx.db.select().from(shopMembers).where(eq(shopMembers.shopId, shopId)).orderBy(asc(shopMembers.createdAt), asc(shopMembers.id))
  ).map(({ userId, role }) => [userId, role])
const audited = async (shopId: string) =>
  (await ctx.db.select().from(auditEntries).where(eq(auditEntries.shopId, shopId)).orderBy(asc(auditEntries.position))).map(
    ({ action }) => action,
  )
const join = async (shopId: string, member: Actor, role: ShopRole) =>
  void (await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId, userId: member.userId!, role }))

/** The token of the newest mail to an address. */
async function mailedToken(email: string): Promise<string> {
  await ctx.queue.drain()
  const mail = mails.findLast(({ to }) => to === email)
  return /\/invitations\/([\w-]+)/.exec(mail!.text)![1]!
}

async function stall() {
  const owner = await user({ name: 'Olga' })
  return { owner, shop: await shop({ owner, name: 'Lamps' }) }
}

describe('an invitation', () => {
  it('goes by mail and makes whoever has the address a member', async () => {
    const { owner, shop } = await stall()
    const friend = await user()
    await inviteMember(ctx, owner, shop.id, { email: friend.email!, role: 'manager' })
    const token = await mailedToken(friend.email!)

    expect(await getInvitation(ctx, friend, token)).toEqual({ shopName: 'Lamps', shopSlug: shop.slug, role: 'manager' })
    await acceptInvitation(ctx, friend, token)

    expect(await rolesIn(shop.id)).toEqual([
      [owner.userId, 'owner'],
      [friend.userId, 'manager'],
    ])
    await expect(acceptInvitation(ctx, friend, token)).rejects.toMatchObject({ code: 'shops.invitation_over' })
    expect(await audited(shop.id)).toEqual(['shops.member_invited', 'shops.invitation_accepted'])
    expect(await ctx.db.$count(shopInvitations, eq(shopInvitations.shopId, shop.id))).toBe(0)
  })

  it.each([
    ['staff', 'manager', 'manager'],
    ['manager', 'staff', 'manager'],
  ] as const)('of somebody who is %s by now to be %s makes them %s, and says so', async (role, invited, held) => {
    const { owner, shop } = await stall()
    const friend = await user()
    await inviteMember(ctx, owner, shop.id, { email: friend.email!, role: invited })
    await join(shop.id, friend, role)

    expect(await acceptInvitation(ctx, friend, await mailedToken(friend.email!))).toMatchObject({ role: held })
    expect(await rolesIn(shop.id)).toEqual([
      [owner.userId, 'owner'],
      [friend.userId, held],
    ])
  })

  it('is forgotten a month after its end', async () => {
    const { owner, shop } = await stall()
    await inviteMember(ctx, owner, shop.id, { email: 'silent@example.org', role: 'staff' })
    const left = () => ctx.db.$count(shopInvitations, eq(shopInvitations.shopId, shop.id))

    ctx.travelTo(new Date(Date.now() + 36 * 86_400_000))
    await forgetOldInvitations(ctx)
    expect(await left()).toBe(1)
    ctx.travelTo(new Date(Date.now() + 38 * 86_400_000))
    await forgetOldInvitations(ctx)
    ctx.travelTo(null)
    expect(await left()).toBe(0)
  })

  it('that is refused does not count as a mail to its address', async () => {
    const { owner, shop } = await stall()
    const friend = await user()
    await inviteMember(ctx, owner, shop.id, { email: friend.email!, role: 'staff' })
    for (let n = 0; n < 15; n++) await inviteMember(ctx, owner, shop.id, { email: friend.email!, role: 'staff' }).catch(() => {})
    expect(await mayMail(ctx, friend.email!)).toBe(true)
  })

  it('is in no table as its link has it', async () => {
    const { owner, shop } = await stall()
    await inviteMember(ctx, owner, shop.id, { email: 'someone@example.org', role: 'staff' })
    const token = await mailedToken('someone@example.org')
    expect(JSON.stringify(await ctx.db.select().from(shopInvitations))).not.toContain(token)
  })

  it('is for the invited address alone, once it is verified', async () => {
    const { owner, shop } = await stall()
    const friend = await user()
    await inviteMember(ctx, owner, shop.id, { email: friend.email!.toUpperCase(), role: 'staff' })
    const token = await mailedToken(friend.email!.toUpperCase())

    for (const actor of [await user(), owner, visitor(), { ...friend, emailVerified: false }]) {
      await expect(getInvitation(ctx, actor, token)).rejects.toMatchObject({ code: 'shops.invitation_for_another' })
      await expect(acceptInvitation(ctx, actor, token)).rejects.toMatchObject({ code: 'shops.invitation_for_another' })
    }
    expect(await rolesIn(shop.id)).toEqual([[owner.userId, 'owner']])
    await acceptInvitation(ctx, friend, token)
    expect(await rolesIn(shop.id)).toHaveLength(2)
  })

  it('ends after seven days, can be sent anew, and then only the new link works', async () => {
    const { owner, shop } = await stall()
    const friend = await user()
    const { id } = await inviteMember(ctx, owner, shop.id, { email: friend.email!, role: 'staff' })
    const first = await mailedToken(friend.email!)

    ctx.travelTo(new Date(Date.now() + 7 * 86_400_000 + 1000))
    await expect(acceptInvitation(ctx, friend, first)).rejects.toMatchObject({ code: 'shops.invitation_over' })
    await resendInvitation(ctx, owner, shop.id, id)
    const second = await mailedToken(friend.email!)

    expect(second).not.toBe(first)
    await expect(acceptInvitation(ctx, friend, first)).rejects.toMatchObject({ code: 'shops.invitation_over' })
    await acceptInvitation(ctx, friend, second)
    ctx.travelTo(null)
    expect(await rolesIn(shop.id)).toHaveLength(2)
  })

  it('that was taken back opens nothing', async () => {
    const { owner, shop } = await stall()
    const friend = await user()
    const { id } = await inviteMember(ctx, owner, shop.id, { email: friend.email!, role: 'staff' })
    const token = await mailedToken(friend.email!)
    await revokeInvitation(ctx, owner, shop.id, id)

    await expect(acceptInvitation(ctx, friend, token)).rejects.toMatchObject({ code: 'shops.invitation_over' })
    await expect(resendInvitation(ctx, owner, shop.id, id)).rejects.toMatchObject({ code: 'shops.invitation_not_found' })
    expect(await rolesIn(shop.id)).toHaveLength(1)
  })

  it('goes once to an address, and not to a member', async () => {
    const { owner, shop } = await stall()
    const friend = await user()
    await inviteMember(ctx, owner, shop.id, { email: 'once@example.org', role: 'staff' })

    await expect(inviteMember(ctx, owner, shop.id, { email: 'Once@example.org', role: 'staff' })).rejects.toMatchObject({
      code: 'shops.already_invited',
    })
    await join(shop.id, friend, 'staff')
    await expect(inviteMember(ctx, owner, shop.id, { email: friend.email!, role: 'staff' })).rejects.toMatchObject({
      code: 'shops.already_member',
    })
    expect(await ctx.db.$count(shopInvitations, eq(shopInvitations.shopId, shop.id))).toBe(1)
  })

  it('is for owners with a verified address to send', async () => {
    const { owner, shop } = await stall()
    const [manager, stranger] = [await user(), await user()]
    await join(shop.id, manager, 'manager')
    const invitation = { email: 'x@example.org', role: 'staff' } as const

    await expect(inviteMember(ctx, manager, shop.id, invitation)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(inviteMember(ctx, stranger, shop.id, invitation)).rejects.toMatchObject({ code: 'shops.not_found' })
    await expect(inviteMember(ctx, { ...owner, emailVerified: false }, shop.id, invitation)).rejects.toMatchObject({
      code: 'accounts.address_not_verified',
    })
    expect(await ctx.db.$count(shopInvitations, eq(shopInvitations.shopId, shop.id))).toBe(0)
  })

  it('never makes an owner', () => {
    expect(inviteMemberSchema.safeParse({ email: 'x@example.org', role: 'owner' }).success).toBe(false)
  })

  it('of another shop is not found', async () => {
    const [one, other] = [await stall(), await stall()]
    const { id } = await inviteMember(ctx, one.owner, one.shop.id, { email: 'y@example.org', role: 'staff' })

    for (const shopId of [one.shop.id, other.shop.id]) {
      await expect(revokeInvitation(ctx, other.owner, shopId, id)).rejects.toMatchObject({ kind: 'not_found' })
      await expect(resendInvitation(ctx, other.owner, shopId, id)).rejects.toMatchObject({ kind: 'not_found' })
    }
    expect(await ctx.db.$count(shopInvitations, and(eq(shopInvitations.id, id)))).toBe(1)
  })
})

describe('the members of a shop', () => {
  it('are listed for each other, with addresses and invitations for owners only', async () => {
    const { owner, shop } = await stall()
    const staff = await user({ name: 'Sam' })
    await join(shop.id, staff, 'staff')
    await inviteMember(ctx, owner, shop.id, { email: 'z@example.org', role: 'staff' })

    const seen = await listMembers(ctx, owner, shop.id)
    expect(seen.members).toMatchObject([
      { name: 'Olga', role: 'owner', email: owner.email, isYou: true },
      { name: 'Sam', role: 'staff', email: staff.email, isYou: false },
    ])
    expect(seen.invitations).toMatchObject([{ email: 'z@example.org', role: 'staff' }])

    const bySam = await listMembers(ctx, staff, shop.id)
    expect(bySam.members.map(({ email }) => email)).toEqual([null, null])
    expect(bySam.invitations).toEqual([])
    await expect(listMembers(ctx, await user(), shop.id)).rejects.toMatchObject({ code: 'shops.not_found' })
  })

  it('get another role from an owner, and from nobody else', async () => {
    const { owner, shop } = await stall()
    const [manager, staff] = [await user(), await user()]
    await join(shop.id, manager, 'manager')
    await join(shop.id, staff, 'staff')

    await expect(changeMemberRole(ctx, manager, shop.id, staff.userId, 'owner')).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(changeMemberRole(ctx, manager, shop.id, manager.userId, 'owner')).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(changeMemberRole(ctx, owner, shop.id, (await user()).userId, 'staff')).rejects.toMatchObject({
      code: 'shops.member_not_found',
    })
    await changeMemberRole(ctx, owner, shop.id, staff.userId, 'owner')
    expect(await rolesIn(shop.id)).toContainEqual([staff.userId, 'owner'])
    expect(await audited(shop.id)).toEqual(['shops.member_role_changed'])
  })

  it('leave, and are let go by an owner only', async () => {
    const { owner, shop } = await stall()
    const [manager, staff, other] = [await user(), await user(), await user()]
    await join(shop.id, manager, 'manager')
    await join(shop.id, staff, 'staff')
    await join(shop.id, other, 'staff')

    await expect(removeMember(ctx, manager, shop.id, staff.userId)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await removeMember(ctx, owner, shop.id, staff.userId)
    await removeMember(ctx, other, shop.id, other.userId)

    expect(await rolesIn(shop.id)).toEqual([
      [owner.userId, 'owner'],
      [manager.userId, 'manager'],
    ])
    await expect(listMembers(ctx, staff, shop.id)).rejects.toMatchObject({ code: 'shops.not_found' })
    expect(await audited(shop.id)).toEqual(['shops.member_removed', 'shops.member_left'])
  })

  it('keep an owner: the last one neither leaves nor becomes less', async () => {
    const { owner, shop } = await stall()
    await expect(removeMember(ctx, owner, shop.id, owner.userId)).rejects.toMatchObject({ code: 'shops.last_owner' })
    await expect(changeMemberRole(ctx, owner, shop.id, owner.userId, 'staff')).rejects.toMatchObject({ code: 'shops.last_owner' })
    expect(await rolesIn(shop.id)).toEqual([[owner.userId, 'owner']])
  })

  it('keep an owner also when the last two leave at once', async () => {
    const { owner, shop } = await stall()
    const second = await user()
    await join(shop.id, second, 'owner')

    const left = await Promise.allSettled([
      removeMember(ctx, owner, shop.id, owner.userId),
      removeMember(ctx, second, shop.id, second.userId),
    ])

    expect(left.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await rolesIn(shop.id)).toHaveLength(1)
  })
})
