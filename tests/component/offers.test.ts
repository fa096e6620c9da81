import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { readBody } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { MessageView } from '#shared/contracts/chat'
import { answerOfferSchema, makeOfferSchema, type OfferView } from '#shared/contracts/offers'
import OfferCard from '../../app/components/chat/OfferCard.vue'
import OfferForm from '../../app/components/chat/OfferForm.vue'

const ID = '01940000-0000-7000-8000-000000000001'
const VARIANT = '01940000-0000-7000-8000-000000000002'
const ADDRESS = `/api/conversations/${ID}`
const HOUR_MS = 60 * 60 * 1000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()

const offer = (over: Partial<OfferView> = {}): OfferView => ({
  id: ID,
  state: 'open',
  madeBy: 'shop',
  variantId: VARIANT,
  productSlug: 'bowl',
  title: 'Bowl',
  optionLabel: '',
  picture: null,
  quantity: 2,
  unitMinor: 2000,
  totalMinor: 4000,
  currency: 'EUR',
  expiresAt: inHours(5.51),
  agreedUntil: null,
  ...over,
})
const message = { seq: 1, rev: 1, kind: 'offer', createdAt: new Date().toISOString() } as MessageView

let sent: unknown[] = []
beforeEach(() => {
  sent = []
})
const take = (address: string) =>
  registerEndpoint(`${ADDRESS}/${address}`, {
    method: 'POST',
    handler: async (event) => {
      sent.push(await readBody(event))
      return message
    },
  })
take('offers')
take(`offers/${ID}/answer`)
registerEndpoint(`${ADDRESS}/offers/choices`, () => ({
  currency: 'EUR',
  products: [{ id: ID, title: 'Bowl', variants: [{ id: VARIANT, optionLabel: '', priceMinor: 2400 }] }],
}))

const card = (of: OfferView, side: 'buyer' | 'shop' = 'buyer', locked = false) =>
  mountSuspended(OfferCard, { props: { message, offer: of, side, url: ADDRESS, signature: null, locked } })
const buttonsOf = (shown: Awaited<ReturnType<typeof card>>) => shown.findAll('button').map((button) => button.text())

describe('a card of an offer', () => {
  it.each([
    ['the other side', offer(), 'buyer', false, ['Accept', 'Offer another price', 'Decline']],
    ['whoever made it', offer(), 'shop', false, ['Withdraw']],
    ['the other side of a blocked conversation', offer(), 'buyer', true, ['Decline']],
    ['nobody once its time is up', offer({ expiresAt: inHours(-1) }), 'buyer', false, []],
    ['nobody once it is declined', offer({ state: 'declined' }), 'buyer', false, []],
    ['its buyer once it is agreed', offer({ state: 'accepted', agreedUntil: inHours(20) }), 'buyer', false, ['Go to cart']],
    ['nobody of the shop once it is agreed', offer({ state: 'accepted', agreedUntil: inHours(20) }), 'shop', false, []],
    ['nobody once what was agreed is over', offer({ state: 'accepted', agreedUntil: inHours(-1) }), 'buyer', false, []],
  ] as const)('is for %s', async (_, of, side, locked, buttons) => {
    expect(buttonsOf(await card(of, side, locked))).toEqual(buttons)
  })

  it('says the price, the total and how long it stands', async () => {
    const text = (await card(offer())).text()
    for (const part of ['2 × €20.00', '€40.00', '5 h 30 min left', 'Open']) expect(text).toContain(part)
  })

  it('sends the answer', async () => {
    const shown = await card(offer())
    await shown.findAll('button')[0]!.trigger('click')
    await vi.waitFor(() => expect(shown.emitted('answered')).toEqual([[message]]))
    expect(sent.map((body) => answerOfferSchema.parse(body))).toEqual([{ answer: 'accept' }])
  })
})

describe('the form of an offer', () => {
  const form = async (counters: OfferView | null) => {
    const shown = await mountSuspended(OfferForm, { props: { url: ADDRESS, side: 'buyer', counters, open: false } })
    await shown.setProps({ open: true })
    await vi.waitFor(() => expect(shown.find('[name=offer-price]').exists()).toBe(true))
    return shown
  }

  it('offers what is chosen, no more than it costs today', async () => {
    const shown = await form(null)
    await shown.find('[name=offer-quantity]').setValue('3')
    await shown.find('[name=offer-price]').setValue('24.01')
    await shown.find('form').trigger('submit')
    expect(shown.text()).toContain('not more than today’s price')
    expect(sent).toEqual([])

    await shown.find('[name=offer-price]').setValue('20.50')
    expect(shown.text()).toContain('€61.50')
    await shown.find('form').trigger('submit')
    await vi.waitFor(() => expect(shown.emitted('made')).toEqual([[message]]))
    expect(makeOfferSchema.parse(sent[0])).toMatchObject({ variantId: VARIANT, quantity: 3, unitMinor: 2050, hours: 48 })
  })

  it('counters an offer with another price for the same', async () => {
    const shown = await form(offer())
    await shown.find('[name=offer-price]').setValue('22')
    await shown.find('form').trigger('submit')
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    expect(answerOfferSchema.parse(sent[0])).toMatchObject({ answer: 'counter', quantity: 2, unitMinor: 2200 })
  })
})
