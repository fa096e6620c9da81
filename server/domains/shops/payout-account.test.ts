import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { auditEntries, payouts, shopMembers, shops } from '#db/schema'
import { receiveWebhook } from '#server/domains/payments'
import { getShopMoney, runPayouts } from '#server/domains/payouts'
import { jobs } from '#server/jobs'
import type { Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import { earning } from '../../../tests/support/earning'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { stripeGateway } from '../../../tests/support/stripe-gateway'
import { beginPayoutAccount } from './begin-payout-account'
import { getShopSettings } from './get-shop-settings'
import { noteProviderAccount, refreshPayoutAccount } from './refresh-payout-account'
import { setPayoutAccount } from './set-payout-account'
import { shopChecklist } from './shop-checklist'

const { fake, gateway, webhook } = await stripeGateway()
const mails: Mail[] = []
const ctx = await testContext({ gateway, mailer: { send: async (mail) => void mails.push(mail), close: async () => {} } }, jobs)
const bankMails: Mail[] = []
const byBank = await testContext({ mailer: { send: async (mail) => void bankMails.push(mail), close: async () => {} } }, jobs)
const inEnglish = { language: 'en' } as const
beforeEach(() => void (mails.length = 0))

const rowOf = async (shopId: string) => (await ctx.db.select().from(shops).where(eq(shops.id, shopId)))[0]!
const accountOf = async (shopId: string) => (await rowOf(shopId)).payoutAccountId!
const accountsFor = (shopId: string) => [...fake.state.accounts.values()].filter(({ metadata }) => metadata?.shopId === shopId)
const actionsOf = async (shopId: string) =>
  (
    await ctx.db
      .select({ action: auditEntries.action, details: auditEntries.details })
      .from(auditEntries)
      .where(eq(auditEntries.shopId, shopId))
  )
    .filter(({ action }) => action.startsWith('shops.payout'))
    .map(({ action, details }) => [action, (details as { to?: string }).to])
const providerOf = async (owner: Actor, shopId: string) => (await getShopSettings(ctx, owner, shopId)).payout!.provider

async function stall(over: object = {}) {
  const owner = await make(ctx).user()
  const { id } = await make(ctx).shop({ owner, ...over })
  return { owner, shopId: id }
}
async function begun(over: object = {}) {
  const { owner, shopId } = await stall(over)
  await beginPayoutAccount(ctx, owner, shopId, inEnglish)
  return { owner, shopId, accountId: await accountOf(shopId) }
}
async function told(accountId: string, over: object = {}) {
  const { body, signature } = webhook('account.updated', { id: accountId, object: 'account' }, { account: accountId, ...over })
  await receiveWebhook(ctx, body, signature)
  await ctx.queue.drain()
}

describe('an owner who begins', () => {
  it("is sent to Stripe's form, and the shop has one account there, whoever begins how often", async () => {
    const { owner, shopId } = await stall({ country: 'AT' })
    const second = await make(ctx).user()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId, userId: second.userId, role: 'owner' })
    expect(await providerOf(owner, shopId)).toEqual({ state: 'not_begun', needs: [] })

    const links = await Promise.all([owner, owner, second].map((one) => beginPayoutAccount(ctx, one, shopId, inEnglish)))
    links.push(await beginPayoutAccount(ctx, second, shopId, { language: 'de' }))

    expect(accountsFor(shopId)).toMatchObject([{ country: 'AT', email: owner.email, type: 'express' }])
    expect(await accountOf(shopId)).toBe(accountsFor(shopId)[0]!.id)
    expect(links.map(({ url }) => url.includes(accountsFor(shopId)[0]!.id))).toEqual([true, true, true, true])
    expect(await actionsOf(shopId)).toEqual([['shops.payout_account_begun', undefined]])
    expect(await providerOf(owner, shopId)).toEqual({ state: 'more_needed', needs: ['business', 'bank_account', 'terms'] })
  })

  it('has one account also when the answer was lost', async () => {
    const { owner, shopId } = await stall()
    fake.faults.add({ on: 'POST /v1/accounts', does: 'drop_after_commit', times: 20 })
    await expect(beginPayoutAccount(ctx, owner, shopId, inEnglish)).rejects.toMatchObject({ code: 'payments.provider_unavailable' })
    expect(await rowOf(shopId)).toMatchObject({ payoutAccountId: null, payoutProvider: null })
    expect(await actionsOf(shopId)).toEqual([])

    fake.faults.clear()
    // While Stripe counts as away nobody asks it.
    await expect
      .poll(
        () =>
          beginPayoutAccount(ctx, owner, shopId, inEnglish).then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(true)
    expect(accountsFor(shopId)).toHaveLength(1)
    expect(await accountOf(shopId)).toBe(accountsFor(shopId)[0]!.id)
  })

  it.each(['manager', 'staff'] as const)('is no %s', async (role) => {
    const { shopId } = await stall()
    const member = await make(ctx).user()
    await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId, userId: member.userId, role })
    const calls = fake.calls.length

    for (const refused of [() => beginPayoutAccount(ctx, member, shopId, inEnglish), () => refreshPayoutAccount(ctx, member, shopId)])
      await expect(refused()).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(beginPayoutAccount(ctx, await make(ctx).user(), shopId, inEnglish)).rejects.toMatchObject({ code: 'shops.not_found' })
    expect(fake.calls).toHaveLength(calls)
    expect((await rowOf(shopId)).payoutAccountId).toBeNull()
  })

  it('names no IBAN, and where shops are paid by bank there is nothing to begin', async () => {
    const { owner, shopId } = await stall()
    await expect(setPayoutAccount(ctx, owner, shopId, { holder: 'Olga', iban: 'DE89370400440532013000' })).rejects.toMatchObject({
      code: 'shops.paid_by_provider',
    })
    expect((await rowOf(shopId)).payoutIban).toBe('')

    const other = await make(byBank).user()
    const { id } = await make(byBank).shop({ owner: other })
    await expect(beginPayoutAccount(byBank, other, id, inEnglish)).rejects.toMatchObject({ code: 'shops.paid_by_bank' })
    expect((await getShopSettings(byBank, other, id)).payout).toEqual({ holder: '', maskedIban: '', provider: null })
  })
})

describe("Stripe's word on an account", () => {
  it('is learnt from its webhook and from the owner who comes back, step by step', async () => {
    const { owner, shopId, accountId } = await begun()
    const isDone = async () =>
      (await shopChecklist(ctx, owner, shopId, { productCount: 0 })).items.find(({ key }) => key === 'payout')!.isDone
    expect(await isDone()).toBe(false)

    fake.onboard(accountId, { complete: false })
    await refreshPayoutAccount(ctx, owner, shopId)
    expect(await providerOf(owner, shopId)).toEqual({ state: 'more_needed', needs: ['bank_account'] })
    expect(await isDone()).toBe(true)

    fake.onboard(accountId)
    await told(accountId)
    await told(accountId)
    await refreshPayoutAccount(ctx, owner, shopId)
    expect(await providerOf(owner, shopId)).toEqual({ state: 'ready', needs: [] })
    expect(await actionsOf(shopId)).toEqual([
      ['shops.payout_account_begun', undefined],
      ['shops.payout_account_changed', 'ready'],
    ])
    expect(mails).toEqual([])
  })

  it('of an account that no shop has changes nothing', async () => {
    const before = await ctx.db.select().from(shops)
    await told('acct_of_nobody')

    expect(await ctx.db.select().from(shops)).toEqual(before)
  })

  it('is the later one when two answers cross', async () => {
    const { owner, shopId, accountId } = await begun()
    let answered!: () => void
    const slow = new Promise<void>((resolve) => (answered = resolve))
    const late = Object.assign(Object.create(gateway), {
      readShopAccount: async (id: string) => {
        const early = await gateway.readShopAccount(id)
        await slow
        return early
      },
    })
    const first = refreshPayoutAccount({ ...ctx, gateway: late }, owner, shopId)
    await expect.poll(() => fake.calls.filter((call) => call === `GET /v1/accounts/${accountId}`).length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    fake.onboard(accountId)
    await refreshPayoutAccount(ctx, owner, shopId)
    answered()
    await first

    expect((await providerOf(owner, shopId))!.state).toBe('ready')
  })
})

describe('an account that Stripe stops', () => {
  const elsewhere = earning(byBank)
  const withStripe = () => ({ ...byBank, gateway })
  const MONDAY = new Date('2027-03-01T09:00:00Z')
  const payoutsOf = (shopId: string) => byBank.db.select().from(payouts).where(eq(payouts.shopId, shopId)).orderBy(payouts.createdAt)
  const nextOf = async (owner: Actor, shopId: string) => (await getShopMoney(withStripe(), owner, shopId)).nextPayout.obstacle

  it('makes payouts wait and says why, tells its owners once, and is paid once it takes money again', async () => {
    const owner = await make(byBank).user({ locale: 'de' })
    const bowl = await elsewhere.shopWithBowl({ owner, payoutIban: '' })
    const shopId = bowl.shop.id
    await elsewhere.earn(bowl)
    await beginPayoutAccount(withStripe(), owner, shopId, inEnglish)
    const accountId = (await byBank.db.select().from(shops).where(eq(shops.id, shopId)))[0]!.payoutAccountId!
    expect(await nextOf(owner, shopId)).toBe('account_unfinished')

    fake.onboard(accountId)
    await noteProviderAccount(withStripe(), accountId)
    expect(await nextOf(owner, shopId)).toBeNull()
    fake.restrict(accountId, ['individual.verification.document'])
    byBank.travelTo(MONDAY)
    await runPayouts(withStripe())
    // It was stopped without a word to us: the refusal tells.
    expect(await payoutsOf(shopId)).toMatchObject([{ status: 'failed', problem: 'insufficient_capabilities_for_transfer' }])
    expect(await nextOf(owner, shopId)).toBe('account_stopped')
    expect((await getShopSettings(withStripe(), owner, shopId)).payout!.provider).toEqual({
      state: 'restricted',
      needs: ['identity_document'],
    })

    await noteProviderAccount(withStripe(), accountId)
    await byBank.queue.drain()
    const notices = bankMails.filter(({ idempotencyKey }) => idempotencyKey.startsWith('payout-stopped'))
    expect(notices.map(({ to, subject }) => [to, subject])).toEqual([[owner.email, `${bowl.shop.name}: Auszahlungen warten`]])
    expect(notices[0]!.text).toContain('Einen Nachweis der Identität')

    byBank.travelTo(new Date(MONDAY.getTime() + 7 * 86_400_000))
    await runPayouts(withStripe())
    expect(await payoutsOf(shopId)).toHaveLength(1)

    await fund()
    fake.onboard(accountId)
    await noteProviderAccount(withStripe(), accountId)
    byBank.travelTo(new Date(MONDAY.getTime() + 14 * 86_400_000))
    await runPayouts(withStripe())
    expect((await payoutsOf(shopId)).map(({ status, amountMinor }) => [status, amountMinor])).toEqual([
      ['failed', 1341],
      ['paid', 1341],
    ])
    byBank.travelTo(null)
  })

  it('goes on being paid by bank until the form at Stripe was filled in, and no longer after that', async () => {
    const owner = await make(byBank).user()
    const bowl = await elsewhere.shopWithBowl({ owner })
    const shopId = bowl.shop.id
    await elsewhere.earn(bowl)
    await elsewhere.earn(bowl)
    await beginPayoutAccount(withStripe(), owner, shopId, inEnglish)
    expect(await nextOf(owner, shopId)).toBeNull()

    const accountId = (await byBank.db.select().from(shops).where(eq(shops.id, shopId)))[0]!.payoutAccountId!
    fake.onboard(accountId, { complete: false })
    await noteProviderAccount(withStripe(), accountId)
    expect(await nextOf(owner, shopId)).toBe('account_unfinished')
  })

  /** Money of a sale that the platform can use by now. */
  async function fund() {
    const { id } = await gateway.createIntent({
      amountMinor: 100_000,
      currency: 'EUR',
      metadata: {},
      transferGroup: 'funds',
      idempotencyKey: crypto.randomUUID(),
    })
    fake.confirm(id, 'pm_card_visa')
    fake.advance(3 * 86_400)
  }
})
