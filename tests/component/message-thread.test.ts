import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { createError, getQuery, readBody } from 'h3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  sendMessageSchema,
  type Attachment,
  type ConversationView,
  type MessagePage,
  type MessagesAround,
  type MessageView,
} from '#shared/contracts/chat'
import MessageThread from '../../app/components/chat/MessageThread.vue'
import { useSessionStore } from '../../app/stores/session'
import { useToastsStore } from '../../app/stores/toasts'

const ID = '01940000-0000-7000-8000-000000000001'
const ADDRESS = `/api/conversations/${ID}`

/** The messages that the marketplace has, and what it answers to the next that is sent. */
let stored: MessageView[] = []
let answers: ('ok' | 'lost' | 'refused')[] = []
let posts: string[] = []
let blockedBy: ConversationView['blockedBy'] = null
let otherReadSeq: number | null = null

const attachment = (fileId: string, over: Partial<Attachment> = {}): Attachment => ({
  fileId,
  kind: 'image',
  name: 'bowl.webp',
  sizeBytes: 12_000,
  width: 1200,
  height: 800,
  placeholder: null,
  ...over,
})
const said = (body: string, over: Partial<MessageView> = {}): MessageView => ({
  seq: stored.length + 1,
  rev: stored.length + 1,
  kind: 'text',
  side: 'buyer',
  senderName: 'Ada L.',
  isOwn: true,
  clientId: crypto.randomUUID(),
  body,
  isHeld: false,
  attachments: [],
  context: null,
  offer: null,
  notice: null,
  replyToSeq: null,
  editedAt: null,
  deletedAt: null,
  createdAt: new Date().toISOString(),
  ...over,
})
const conversation = (): ConversationView => ({
  id: ID,
  kind: 'direct',
  shop: { slug: 'clay', name: 'Clay & Co', logo: null },
  room: null,
  buyerName: 'Ada L.',
  buyerId: null,
  blockedBy,
  lastSeq: stored.length,
  lastRev: stored.length,
  lastReadSeq: 0,
  unread: 0,
  latest: null,
  handling: null,
  updatedAt: new Date().toISOString(),
})

registerEndpoint(ADDRESS, () => conversation())
registerEndpoint(`${ADDRESS}/block`, { method: 'PUT', handler: () => ((blockedBy = 'own'), null) })
registerEndpoint(`${ADDRESS}/block`, { method: 'DELETE', handler: () => ((blockedBy = null), null) })
const reports: unknown[] = []
registerEndpoint(`${ADDRESS}/messages/2/report`, {
  method: 'POST',
  handler: async (event) => {
    reports.push(await readBody(event))
    return null
  },
})
registerEndpoint(`${ADDRESS}/read`, { method: 'POST', handler: () => null })
const PAGE = 50
registerEndpoint(`${ADDRESS}/messages`, {
  method: 'GET',
  handler: (event) => {
    const { beforeSeq = Infinity, afterSeq, afterRev } = getQuery<Record<'beforeSeq' | 'afterSeq' | 'afterRev', number | undefined>>(event)
    const after = afterSeq ?? afterRev
    const found = after === undefined ? stored.toReversed().filter(({ seq }) => seq < beforeSeq) : stored.filter(({ seq }) => seq > after)
    const page = { items: found.slice(0, PAGE), hasMore: found.length > PAGE, lastRev: stored.length, otherReadSeq }
    return page satisfies MessagePage
  },
})
registerEndpoint(`${ADDRESS}/messages/around`, (event) => {
  const query = getQuery<{ seq?: number; since?: string }>(event)
  const wanted = query.seq ? Number(query.seq) : (stored.find(({ createdAt }) => createdAt >= query.since!)?.seq ?? Infinity)
  const seq = Math.min(wanted, stored.length)
  const items = stored.filter((message) => Math.abs(message.seq - seq) <= 25)
  return { seq, items, hasOlder: seq > 26, hasNewer: seq + 25 < stored.length, lastRev: stored.length } satisfies MessagesAround
})
registerEndpoint(`${ADDRESS}/messages`, {
  method: 'POST',
  handler: async (event) => {
    const { clientId, body, replyToSeq, attachmentIds } = sendMessageSchema.parse(await readBody(event))
    posts.push(body)
    const answer = answers.shift() ?? 'ok'
    const refused = { statusCode: 409, data: { code: 'chat.person_gone', details: {}, requestId: 'none' } }
    if (answer === 'refused') throw createError(refused)
    const known =
      stored.find((message) => message.clientId === clientId) ??
      said(body, { clientId, replyToSeq, attachments: attachmentIds.map((fileId) => attachment(fileId)) })
    if (!stored.includes(known)) stored.push(known)
    if (answer === 'lost') throw createError({ statusCode: 503 })
    return known
  },
})

const card = {
  slug: 'bowl',
  title: 'Blue bowl',
  shop: { slug: 'clay', name: 'Clay & Co' },
  pictures: [],
  priceMinor: 1200,
  compareAtMinor: null,
  shownPriceMinor: 1200,
  shownCompareAtMinor: null,
  currency: 'EUR',
  fromPrice: false,
  rating: { average: null, count: 0 },
  inStock: true,
  variantCount: 1,
}

async function mounted(over: { at?: number } = {}) {
  const session = useSessionStore()
  session.view = {
    user: { id: '01940000-0000-7000-8000-0000000000aa', name: 'Ada', timeZone: 'Europe/Berlin' },
    shops: [],
    cartCount: 0,
    newsCount: 0,
    unread: { own: 0, shops: {}, support: 0 },
  } as unknown as NonNullable<typeof session.view>
  const props = { url: ADDRESS, conversationId: ID, side: 'buyer' as const, back: '/messages', shopSlug: null, ...over }
  return mountSuspended(MessageThread, { props })
}
async function thread(over: { at?: number } = {}) {
  const page = await mounted(over)
  await expect.poll(() => page.find('textarea').exists()).toBe(true)
  return page
}
type Page = Awaited<ReturnType<typeof thread>>

async function write(page: Page, text: string, modifiers: { shiftKey?: boolean; isComposing?: boolean } = {}) {
  await page.get('textarea').setValue(text)
  await page.get('textarea').trigger('keydown', { key: 'Enter', ...modifiers })
}
const drop = (page: Page, files: File[]) => page.get('section').trigger('drop', { dataTransfer: { files, types: ['Files'] } })
const timesShown = (page: Page, text: string) => page.text().split(text).length - 1

const ARRIVED = '01940000-0000-7000-8000-0000000000f3'
/** Takes what is sent, and answers when it is told to. */
const upload = (asked: string[], whenSent: (arrive: () => void) => void) =>
  class {
    upload = {}
    status = 201
    response = attachment(ARRIVED, { kind: 'file', name: 'list.csv' })
    onload = () => {}
    open = (_: string, path: string) => asked.push(path)
    setRequestHeader = () => {}
    abort = () => {}
    send = () => whenSent(() => this.onload())
  }

afterEach(() => vi.unstubAllGlobals())
beforeEach(() => {
  window.URL.createObjectURL = () => 'blob:preview'
  window.URL.revokeObjectURL = () => {}
  stored = []
  answers = []
  posts = []
  blockedBy = null
  otherReadSeq = null
  localStorage.clear()
})

it('keeps what is begun until it is sent, and does not take a change of something else for it', async () => {
  stored.push(said('Is it oven proof?'))
  const page = await thread()
  await page.get('textarea').setValue('And dish')
  page.unmount()
  const again = await thread()
  expect(again.get('textarea').element.value).toBe('And dish')
  await again
    .findAll('button')
    .find((button) => button.text() === 'Edit')!
    .trigger('click')
  await expect.poll(() => again.get('textarea').element.value).toBe('Is it oven proof?')
  await again.get('textarea').setValue('Is it really?')
  again.unmount()
  const after = await thread()
  expect(after.get('textarea').element.value).toBe('And dish')
  await write(after, 'And dish washer proof?')
  after.unmount()
  expect((await thread()).get('textarea').element.value).toBe('')
})

describe('the messages of a conversation', () => {
  it('are signed by the other side, once in a row', async () => {
    stored.push(said('Is it oven proof?'))
    for (const body of ['Yes.', 'Up to 200 degrees.'])
      stored.push(said(body, { side: 'shop', isOwn: false, senderName: 'Olga K.', clientId: null }))
    const page = await thread()
    expect(timesShown(page, 'Olga K. · Clay & Co')).toBe(1)
    expect(timesShown(page, 'Ada L.')).toBe(0)
  })

  it('say which of one’s own is the newest that the other side has read, and nothing where that is not shown', async () => {
    for (const body of ['Is it oven proof?', 'And dish washer proof?', 'Hello?']) stored.push(said(body))
    otherReadSeq = 2
    const page = await thread()
    const marked = () => page.findAll('ol li').flatMap((row) => (row.text().includes('· Read') ? [row.get('p').text()] : []))
    expect(marked()).toEqual(['And dish washer proof?'])
    page.unmount()

    otherReadSeq = 3
    stored[2] = { ...stored[2]!, deletedAt: new Date().toISOString(), body: '' }
    expect([await thread().then((again) => again.text().split('· Read').length - 1), marked().length]).toEqual([1, 1])
    otherReadSeq = null
    expect((await thread()).text()).not.toContain('· Read')
  })

  it('show what was deleted as a place, without words', async () => {
    stored.push(said('', { deletedAt: new Date().toISOString() }))
    const page = await thread()
    expect(page.text()).toContain('This message was deleted.')
    expect(page.findAll('button').map((button) => button.text())).not.toContain('Delete')
  })

  it('show addresses as links that lead nowhere by a detour, and give nothing away', async () => {
    stored.push(said('See https://example.org/a?b=c, not javascript:alert(1)'), said('👍', { seq: 2, rev: 2 }))
    const page = await thread()
    const link = page.get('ol a')
    expect(page.findAll('ol a')).toHaveLength(1)
    expect(link.attributes()).toMatchObject({
      href: 'https://example.org/a?b=c',
      rel: 'noopener noreferrer nofollow ugc',
      target: '_blank',
    })
    expect(link.text()).toContain('(leaves this site)')
    expect(page.findAll('ol p[dir=auto]').map((words) => words.classes('text-4xl'))).toEqual([false, true])
  })

  it('show a product of the marketplace that they name, and nothing where there is none', async () => {
    registerEndpoint('/api/product-cards', (event) => ({ items: getQuery(event).slugs === 'bowl' ? [card] : [] }))
    stored.push(said(`See ${location.origin}/products/bowl`), said(`And ${location.origin}/products/gone`, { seq: 2, rev: 2 }))
    const page = await thread()
    await expect.poll(() => page.findAll('ol a').map((link) => link.text())).toContain('Blue bowl€12.00')
    expect(page.findAll('ol a')).toHaveLength(3)
  })

  it('lead from an answer to what it answers', async () => {
    stored.push(said('Is it oven proof?'), said('Yes.', { seq: 2, rev: 2, replyToSeq: 1 }))
    const page = await thread()
    document.body.append(page.element)
    await page.get('ol button[aria-label^="Go to the message"]').trigger('click')
    await expect.poll(() => document.activeElement?.id).toBe('message-1')
    page.element.remove()
  })

  it('that a moderator looks at first are a place to the other side, and say so to their own', async () => {
    stored.push(said('Mine', { isHeld: true }), said('', { seq: 2, rev: 2, isHeld: true, isOwn: false, side: 'shop', clientId: null }))
    const page = await thread()
    expect(timesShown(page, 'A moderator looks at this message first.')).toBe(1)
    expect(page.get('ol').text()).toContain('Mine')
    expect(timesShown(page, 'waits for a moderator')).toBe(2)
  })

  it('never run what somebody wrote', async () => {
    stored.push(said('<img src=x onerror=alert(1)>', { isOwn: false, side: 'shop', senderName: '<b>Olga</b>', clientId: null }))
    const page = await thread()
    expect(page.find('ol img').exists()).toBe(false)
    expect(page.find('ol b').exists()).toBe(false)
    expect(page.text()).toContain('<img src=x onerror=alert(1)>')
  })
})

describe('pictures and files', () => {
  it('have their places before they are there, and open large', async () => {
    const picture = attachment('01940000-0000-7000-8000-0000000000f1')
    const list = attachment('01940000-0000-7000-8000-0000000000f2', { kind: 'file', name: 'list.csv', width: null, height: null })
    stored.push(said('', { kind: 'file', attachments: [picture, list] }))
    const page = await thread()
    const image = page.get('ol img')
    expect(image.attributes()).toMatchObject({ src: `/files/${picture.fileId}?size=small`, width: '1200', height: '800' })
    expect(image.attributes('alt')).toBe('Picture: bowl.webp')
    expect(page.get('ol button').attributes('style')).toContain('aspect-ratio: 1200 / 800')
    expect(page.get('ol a[download]').attributes()).toMatchObject({ href: `/files/${list.fileId}`, 'aria-label': 'Save list.csv' })
    expect(page.get('ol a[download]').text()).toContain('12 kB')

    await page.get('ol button').trigger('click')
    expect(page.get('dialog img').attributes('src')).toBe(`/files/${picture.fileId}`)
  })

  it('are sent with the next message, without words too, once they have arrived', async () => {
    let arrive = () => {}
    const asked: string[] = []
    vi.stubGlobal(
      'XMLHttpRequest',
      upload(asked, (done) => (arrive = done)),
    )
    const page = await thread()
    await drop(page, [new File(['a,b'], 'list.csv', { type: 'text/csv' })])
    expect(asked).toEqual([`${ADDRESS}/attachments?name=list.csv`])
    expect(page.find('progress').exists()).toBe(true)

    await page.get('form').trigger('submit')
    expect(posts).toEqual([])
    expect(page.text()).toContain('Please wait until all files have arrived')
    arrive()
    await expect.poll(() => page.find('progress').exists()).toBe(false)
    await page.get('form').trigger('submit')
    await expect.poll(() => stored).toHaveLength(1)
    expect(stored[0]).toMatchObject({ body: '', attachments: [{ fileId: ARRIVED }] })
    await page.get('form').trigger('submit')
    expect(posts).toEqual([''])
  })

  it('are no more than six', async () => {
    vi.stubGlobal(
      'XMLHttpRequest',
      upload([], () => {}),
    )
    const page = await thread()
    const all = Array.from({ length: 7 }, (_, index) => new File(['a,b'], `list-${index}.csv`, { type: 'text/csv' }))
    await drop(page, all)
    expect(page.findAll('form li')).toHaveLength(6)
    expect(page.text()).toContain('A message takes 6 pictures and files at most.')
  })
})

describe('a long conversation', () => {
  /** Something was said each day. */
  beforeEach(() => {
    for (let seq = 1; seq <= 400; seq++)
      stored.push(said(`No. ${seq}.`, { seq, rev: seq, createdAt: new Date(Date.UTC(2025, 0, seq, 12)).toISOString() }))
  })
  const numbers = (page: Page) => page.findAll('li[id^=message-]').map((row) => Number(row.attributes('id')!.slice('message-'.length)))
  const press = (page: Page, name: string) =>
    page
      .findAll('button')
      .find((button) => button.text() === name)!
      .trigger('click')
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

  it('shows what is far back with what was said around it, both ways from there, and what is written takes one to the newest', async () => {
    const page = await thread({ at: 100 })
    await expect.poll(() => numbers(page)).toEqual(range(75, 125))
    expect(page.get('#message-100').classes('ring-2')).toBe(true)
    await press(page, 'Earlier messages')
    await expect.poll(() => numbers(page)).toEqual(range(25, 125))
    await press(page, 'Later messages')
    await expect.poll(() => numbers(page)).toEqual(range(25, 175))

    await write(page, 'Hello')
    await expect.poll(() => posts).toEqual(['Hello'])
    await expect.poll(() => numbers(page)).toEqual(range(351, 401))
    expect(page.text()).not.toContain('Later messages')
  })

  it('leads back to the newest, and says how much has come meanwhile', async () => {
    const page = await thread({ at: 100 })
    await expect.poll(() => numbers(page)).toContain(100)
    expect(page.findAll('button').map((button) => button.text())).toContain('To the newest')
    for (const seq of [401, 402]) stored.push(said('New', { seq, rev: seq, isOwn: false, side: 'shop', clientId: null }))
    dispatchEvent(new Event('online'))
    await expect.poll(() => page.findAll('button').map((button) => button.text())).toContain('2 new messages')
    expect(page.get('[aria-live=polite]').text()).toContain('New')
    expect(numbers(page)).toEqual(range(75, 125))
    await press(page, '2 new messages')
    await expect.poll(() => numbers(page)).toEqual(range(353, 402))
  })

  it('never holds more than 300 rows, in whichever direction one goes', async () => {
    const page = await thread({ at: 30 })
    await expect.poll(() => numbers(page)).toEqual(range(5, 55))
    await press(page, 'Earlier messages')
    await expect.poll(() => numbers(page)).toEqual(range(1, 55))
    for (const last of [105, 155, 205, 255, 305]) {
      await press(page, 'Later messages')
      await expect.poll(() => numbers(page).at(-1)).toBe(last)
    }
    expect(numbers(page)).toEqual(range(6, 305))
    await press(page, 'Later messages')
    await expect.poll(() => numbers(page)).toEqual(range(101, 400))
    expect(page.text()).not.toContain('Later messages')
    for (const first of [51, 1]) {
      await press(page, 'Earlier messages')
      await expect.poll(() => numbers(page)).toEqual(range(first, first + 299))
    }
  })

  it('goes to a day in the person’s time zone, or to the next one after it, within what there is', async () => {
    const page = await thread()
    await page.get('button[aria-label="Search this conversation"]').trigger('click')
    await expect.poll(() => page.find('input[type=date]').attributes('min')).toBe('2025-01-01')
    expect(page.get('input[type=date]').attributes('max')).toBe('2026-02-04')
    const shown = () => page.findAll('li.ring-2').map((row) => row.attributes('id'))
    for (const [day, id] of [
      ['2025-02-09', 'message-40'],
      ['1999-01-01', 'message-1'],
      ['2026-02-04', 'message-400'],
    ] as const) {
      await page.get('input[type=date]').setValue(day)
      await page
        .get('input[type=date]')
        .element.closest('form')!
        .dispatchEvent(new Event('submit', { cancelable: true }))
      await expect.poll(shown).toEqual([id])
    }
    expect(page.get('input[type=date]').element).toMatchObject({ value: '2026-02-04' })
  })

  it('says so where it cannot be fetched, and stays where one was', async () => {
    const page = await thread()
    await page.get('button[aria-label="Search this conversation"]').trigger('click')
    registerEndpoint(`${ADDRESS}/messages/around`, () => {
      throw createError({ statusCode: 503 })
    })
    await page.get('input[type=date]').setValue('2025-02-09')
    await page
      .get('input[type=date]')
      .element.closest('form')!
      .dispatchEvent(new Event('submit', { cancelable: true }))
    await expect.poll(() => useToastsStore().items.map(({ tone }) => tone)).toEqual(['danger'])
    expect(numbers(page)).toEqual(range(351, 400))
  })
})

describe('blocking', () => {
  it('takes away where one writes, says so plainly, and gives it back', async () => {
    stored.push(said('Is it oven proof?'))
    const page = await thread()
    const button = (name: string) => page.findAll('button').filter((one) => one.text() === name)
    await button('Block')[0]!.trigger('click')
    await button('Block').at(-1)!.trigger('click')
    await expect.poll(() => page.text()).toContain('You have blocked Clay & Co.')
    expect(page.find('textarea').exists()).toBe(false)
    expect(page.text()).toContain('Is it oven proof?')

    await button('Unblock')[0]!.trigger('click')
    await expect.poll(() => page.find('textarea').exists()).toBe(true)
  })

  it('by the other side is said to whoever wants to write', async () => {
    blockedBy = 'other'
    const page = await mounted()
    await expect.poll(() => page.text()).toContain('Clay & Co does not take messages from you any more.')
    expect(page.find('textarea').exists()).toBe(false)
    expect(page.findAll('button').filter((one) => /block/i.test(one.text()))).toEqual([])
  })
})

it('has a moderator look at what the other side wrote, and at nothing of one’s own', async () => {
  stored.push(said('Mine'), said('You fool', { seq: 2, rev: 2, isOwn: false, side: 'shop', clientId: null }))
  const page = await thread()
  const buttons = () => page.findAll('button').filter((one) => one.text() === 'Report')
  expect(buttons()).toHaveLength(1)
  await buttons()[0]!.trigger('click')
  await page.get('dialog select').setValue('fraud')
  await page.get('dialog form').trigger('submit')
  await expect.poll(() => reports).toEqual([{ reason: 'fraud', note: '' }])
  await expect.poll(() => buttons()).toHaveLength(1)
})

describe('writing', () => {
  it('sends with Enter, begins a line with Shift and Enter, and waits for a word that is being composed', async () => {
    const page = await thread()
    await write(page, 'Hello', { shiftKey: true })
    await write(page, 'Hello', { isComposing: true })
    await write(page, '   ')
    expect(posts).toEqual([])
    await write(page, 'Hello')
    await expect.poll(() => posts).toEqual(['Hello'])
    expect((page.get('textarea').element as HTMLTextAreaElement).value).toBe('')
    await expect.poll(() => timesShown(page, 'Hello')).toBe(1)
    await expect.poll(() => localStorage.getItem('souk-outbox')).toBe(null)
  })

  it('answers a message, which is quoted then', async () => {
    stored.push(said('Is it oven proof?'), said('Or not?', { seq: 2, rev: 2 }))
    const page = await thread()
    await page
      .findAll('button')
      .find((one) => one.text() === 'Reply')!
      .trigger('click')
    expect(page.text()).toContain('Answering You: Is it oven proof?')
    await write(page, 'I mean the big one')
    await expect.poll(() => stored.at(-1)?.replyToSeq).toBe(1)
    await expect.poll(() => timesShown(page, 'You: Is it oven proof?')).toBe(1)
    await write(page, 'Thanks')
    await expect.poll(() => stored.at(-1)).toMatchObject({ body: 'Thanks', replyToSeq: null })
  })

  it('shows what was refused with its reason, and tries again or throws it away', async () => {
    answers = ['refused', 'refused']
    const page = await thread()
    await write(page, 'Hello')
    await expect.poll(() => page.text()).toContain('Not sent: This account is gone')
    const button = (name: string) => page.findAll('button').find((one) => one.text() === name)!
    await button('Try again').trigger('click')
    await expect.poll(() => posts).toHaveLength(2)
    await expect.poll(() => button('Discard')?.exists()).toBe(true)
    await button('Discard').trigger('click')
    expect(timesShown(page, 'Hello')).toBe(0)
    expect(localStorage.getItem('souk-outbox')).toBe(null)
  })

  it('keeps the order when the connection fails, and stores and shows each once', async () => {
    answers = ['lost']
    const page = await thread()
    await write(page, 'one')
    await write(page, 'two')
    await expect.poll(() => stored.map(({ body }) => body), { timeout: 5000 }).toEqual(['one', 'two'])
    await expect.poll(() => [timesShown(page, 'one'), timesShown(page, 'two')]).toEqual([1, 1])
    expect(posts).toEqual(['one', 'one', 'two'])
  })

  it('goes on after a reload with what was not confirmed', async () => {
    answers = ['lost']
    const before = await thread()
    await write(before, 'Hello')
    await expect.poll(() => stored).toHaveLength(1)
    before.unmount()

    const after = await thread()
    await expect.poll(() => posts).toHaveLength(2)
    await expect.poll(() => localStorage.getItem('souk-outbox')).toBe(null)
    expect(timesShown(after, 'Hello')).toBe(1)
    expect(stored).toHaveLength(1)
  })
})
