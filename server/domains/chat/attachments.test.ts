import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { files, messageAttachments, messages, settings } from '#db/schema'
import * as filesDomain from '#server/domains/files'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import { ATTACHMENTS_A_MESSAGE } from '#shared/lifecycles/chat'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { addAttachment, attachmentAddress } from './add-attachment'
import { deleteMessage } from './edit-message'
import { listConversations } from './list-conversations'
import { listMessages } from './list-messages'
import { openConversation } from './open-conversation'
import { erasePersonalData } from './personal-data'
import { sendMessage } from './send-message'

const ctx = await testContext({}, jobs)
const WEEK_AGO = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000)
let shop: Awaited<ReturnType<typeof smallShop>>
let photo: Buffer
beforeAll(async () => {
  shop = await smallShop(ctx)
  photo = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#a63' } })
    .withExif({ IFD0: { Copyright: 'SECRET PLACE' } })
    .jpeg()
    .toBuffer()
})

const PDF = Buffer.from('%PDF-1.4 nothing')
const WORDS = Buffer.from('Grüße\nfrom a file')

async function opened() {
  const buyer = await make(ctx).user({ name: 'Ada Lovelace', createdAt: WEEK_AGO })
  const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug: shop.bowl.shop.slug })
  const [mine, theirs] = [
    { conversationId, shopId: null },
    { conversationId, shopId: shop.shopId },
  ]
  const add = (bytes: Buffer, name: string) => addAttachment(ctx, buyer, mine, { name, bytes })
  const send = (attachmentIds: string[], body = '', clientId: string = crypto.randomUUID()) =>
    sendMessage(ctx, buyer, mine, { clientId, body, attachmentIds })
  return { buyer, conversationId, mine, theirs, add, send }
}
const may = (actor: Actor, fileId: string) =>
  attachmentAddress(ctx, actor, fileId, { small: false }).then(
    () => true,
    (error: { code: string }) => error.code,
  )
const readAt = (address: string) => {
  const url = new URL(address, 'http://souk.test')
  const [until, proof] = [Number(url.searchParams.get('until')), url.searchParams.get('proof')!]
  const size = url.searchParams.get('size') === 'small' ? ('small' as const) : undefined
  return filesDomain.readPrivateFile(ctx, { fileId: url.pathname.split('/').at(-1)!, until, proof, size })
}

describe('a message with pictures and files', () => {
  it('shows them in their order, with what a page needs to keep their place, and is sent once though it is sent again', async () => {
    const { buyer, mine, add, send } = await opened()
    const [picture, list] = [await add(photo, 'C:\\My photos\\bowl.JPG'), await add(WORDS, 'list.csv')]
    const clientId = crypto.randomUUID()

    const sent = await send([list.fileId, picture.fileId], 'Both', clientId)
    expect(await send([list.fileId, picture.fileId], 'Both', clientId)).toEqual(sent)
    const { items } = await listMessages(ctx, buyer, mine, {})
    expect(items).toEqual([sent])
    expect(sent).toMatchObject({
      kind: 'file',
      body: 'Both',
      attachments: [
        { kind: 'file', name: 'list.csv', sizeBytes: WORDS.byteLength, width: null, height: null },
        { kind: 'image', name: 'bowl.webp', width: 1200, height: 800, placeholder: expect.stringMatching(/^data:image\/webp/) },
      ],
    })
  })

  it('needs no words, and opens the conversation to the shop', async () => {
    const { buyer, conversationId, add, send } = await opened()
    await send([(await add(photo, 'a.jpg')).fileId])
    expect((await listConversations(ctx, buyer, {})).items[0]).toMatchObject({ latest: { kind: 'image', body: '' } })
    expect(await listMessages(ctx, shop.keeper, { conversationId, shopId: shop.shopId }, {})).toMatchObject({ items: [{ kind: 'image' }] })
  })

  it('is refused with nothing at all, too many, the same twice, others’ files and those that are shown already; nothing changes', async () => {
    const { conversationId, theirs, add, send } = await opened()
    const other = await opened()
    const [mine, foreign] = [await add(photo, 'a.jpg'), await other.add(photo, 'b.jpg')]
    await send([mine.fileId])
    const before = await ctx.db.select().from(messages).where(eq(messages.conversationId, conversationId))

    await expect(send([])).rejects.toThrow()
    await expect(send(Array.from({ length: ATTACHMENTS_A_MESSAGE + 1 }, () => crypto.randomUUID()))).rejects.toThrow()
    await expect(send([foreign.fileId, foreign.fileId])).rejects.toThrow()
    for (const fileId of [foreign.fileId, mine.fileId, crypto.randomUUID()])
      await expect(send([fileId])).rejects.toMatchObject({ code: 'chat.attachment_not_found', details: { fileId } })
    await expect(
      sendMessage(ctx, shop.keeper, theirs, { clientId: crypto.randomUUID(), attachmentIds: [mine.fileId] }),
    ).rejects.toMatchObject({ code: 'chat.attachment_not_found' })
    expect(await ctx.db.select().from(messages).where(eq(messages.conversationId, conversationId))).toEqual(before)
  })

  it('shows a file once, however many messages want it at once', async () => {
    const { add, send } = await opened()
    const { fileId } = await add(photo, 'a.jpg')
    const all = await Promise.allSettled(Array.from({ length: 4 }, () => send([fileId])))
    expect(all.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
  })
})

describe('a file that is sent to a conversation', () => {
  it('is what its bytes say: pictures lose what the camera wrote, documents are only saved', async () => {
    const { buyer, add } = await opened()
    const [picture, pdf, words] = [await add(photo, 'a.pdf'), await add(PDF, 'bill.pdf.exe'), await add(WORDS, '../../etc/\u202efdp.txt')]

    const address = (fileId: string, small = false) => attachmentAddress(ctx, buyer, fileId, { small })
    const [large, small] = [await readAt(await address(picture.fileId)), await readAt(await address(picture.fileId, true))]
    expect(large).toMatchObject({ contentType: 'image/webp', name: 'a.pdf.webp' })
    expect(Buffer.from(large!.body).includes('SECRET PLACE')).toBe(false)
    expect(await sharp(small!.body).metadata()).toMatchObject({ format: 'webp', width: 640 })
    expect(await readAt(await address(pdf.fileId))).toMatchObject({ contentType: 'application/pdf', name: 'bill.pdf.exe.pdf' })
    expect(await readAt(await address(words.fileId, true))).toMatchObject({ contentType: 'text/plain', name: 'fdp.txt' })
  })

  it.each([
    ['a program', Buffer.from([0x4d, 0x5a, 0x90, 0x00]), 'photo.jpg'],
    ['an archive', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00]), 'files.zip'],
    ['nothing', Buffer.alloc(0), 'empty.txt'],
    ['a page', Buffer.from('<html><script>alert(1)</script>'), 'words.txt'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x41, 0x80]), 'words.txt'],
  ])('is refused when it is %s, whatever it is called', async (_, bytes, name) => {
    const { add } = await opened()
    const before = await ctx.db.$count(files)
    await expect(add(bytes, name)).rejects.toMatchObject({ code: 'files.kind_unsupported' })
    expect(await ctx.db.$count(files)).toBe(before)
  })

  it('is as large as the settings say, pictures by a figure of their own', async () => {
    await ctx.db.insert(settings).values([
      { key: 'chatPictureMegabytes', value: 1 },
      { key: 'chatFileMegabytes', value: 2 },
    ])
    const { add } = await opened()
    const words = (bytes: number) => Buffer.alloc(bytes, 'a')
    const picture = Buffer.concat([photo, Buffer.alloc(1024 * 1024)])
    await expect(add(picture, 'a.jpg')).rejects.toMatchObject({ code: 'files.file_too_large', details: { maxBytes: 1024 * 1024 } })
    await expect(add(words(2 * 1024 * 1024 + 1), 'a.txt')).rejects.toMatchObject({ code: 'files.file_too_large' })
    expect(await add(words(2 * 1024 * 1024), 'a.txt')).toMatchObject({ name: 'a.txt' })
    await ctx.db.delete(settings)
  })

  it('is read by both sides while it is shown, for a minute an address, and by nobody once the message is deleted', async () => {
    const { buyer, mine, add, send } = await opened()
    const [stranger, guest] = [await make(ctx).user(), visitor()]
    const { fileId } = await add(photo, 'a.jpg')
    expect(await Promise.all([buyer, shop.keeper, stranger, guest].map((actor) => may(actor, fileId)))).toEqual([
      true,
      ...Array.from({ length: 3 }, () => 'chat.attachment_not_found'),
    ])

    const { seq } = await send([fileId])
    expect(await Promise.all([buyer, shop.keeper, stranger, guest].map((actor) => may(actor, fileId)))).toEqual([
      true,
      true,
      'chat.attachment_not_found',
      'chat.attachment_not_found',
    ])
    const address = await attachmentAddress(ctx, buyer, fileId, { small: false })
    expect(await readAt(address)).not.toBeNull()
    expect(await filesDomain.readPrivateFile({ ...ctx, now: new Date(ctx.now.getTime() + 62_000) }, readParts(address))).toBeNull()

    expect(await deleteMessage(ctx, buyer, mine, seq)).toMatchObject({ kind: 'image', attachments: [] })
    expect(await Promise.all([buyer, shop.keeper].map((actor) => may(actor, fileId)))).toEqual([
      'chat.attachment_not_found',
      'chat.attachment_not_found',
    ])
    // What was deleted stays for moderators.
    expect(await ctx.db.select().from(messageAttachments).where(eq(messageAttachments.fileId, fileId))).toMatchObject([{ seq }])
  })

  it('is swept when no message showed it for a day, and goes with the account of who sent it', async () => {
    const { buyer, add, send } = await opened()
    const [shown, left] = [await add(photo, 'a.jpg'), await add(photo, 'b.jpg')]
    await send([shown.fileId])
    const kept = async () => (await ctx.db.select().from(files).where(eq(files.ownerId, buyer.userId!))).map(({ id }) => id)

    ctx.travelTo(new Date(ctx.now.getTime() + 25 * 60 * 60 * 1000))
    await filesDomain.sweepPictures(ctx)
    expect(await kept()).toEqual([shown.fileId])
    expect(await filesDomain.personalPicturesOf(ctx, buyer.userId!)).toHaveProperty(`chat_attachment-${shown.fileId}.webp`)
    expect(left.fileId).not.toBe(shown.fileId)

    await erasePersonalData(ctx, buyer.userId!)
    await filesDomain.erasePersonalData(ctx, buyer.userId!)
    expect(await kept()).toEqual([])
    expect(await ctx.db.$count(messageAttachments, eq(messageAttachments.fileId, shown.fileId))).toBe(0)
  })
})

function readParts(address: string) {
  const url = new URL(address, 'http://souk.test')
  return {
    fileId: url.pathname.split('/').at(-1)!,
    until: Number(url.searchParams.get('until')),
    proof: url.searchParams.get('proof')!,
  }
}
