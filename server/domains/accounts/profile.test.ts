import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { files, users } from '#db/schema'
import { deleteObjectsJob } from '#server/jobs/delete-objects'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { visitor, type Actor } from '#server/platform/actor'
import { profileChangeSchema } from '#shared/contracts/profile'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { changeProfile } from './change-profile'
import { getProfile } from './get-profile'
import { removeAvatar, setAvatar } from './set-avatar'

const ctx = await testContext({}, [finishRenditionsJob, deleteObjectsJob])
const { user } = make(ctx)
const row = async ({ userId }: Actor) => (await ctx.db.select().from(users).where(eq(users.id, userId!)))[0]!
const picture = (colour: string, width = 400) => sharp({ create: { width, height: 300, channels: 3, background: colour } })
const filesOf = ({ userId }: Actor) => ctx.db.select().from(files).where(eq(files.ownerId, userId!))
const stored = async () => Array.fromAsync(ctx.storage.list('pictures/'))

const jpeg = await picture('#f00').jpeg().toBuffer()

describe('a profile', () => {
  it('is changed in what is named, and stays as it is in the rest', async () => {
    const ada = await user({ name: 'Ada' })

    expect(await changeProfile(ctx, ada, { timeZone: 'Europe/Berlin' })).toMatchObject({
      name: 'Ada',
      locale: 'en',
      timeZone: 'Europe/Berlin',
    })
    expect(await changeProfile(ctx, ada, { name: 'Ada L.', locale: 'de' })).toEqual({
      name: 'Ada L.',
      email: ada.email,
      avatar: null,
      locale: 'de',
      timeZone: 'Europe/Berlin',
    })
    expect(await changeProfile(ctx, ada, { timeZone: null })).toMatchObject({ timeZone: null })
    expect(await getProfile(ctx, ada)).toMatchObject({ name: 'Ada L.', locale: 'de', timeZone: null })
  })

  it('is nobody’s for a visitor, and not for an account that was disabled', async () => {
    await expect(getProfile(ctx, visitor())).rejects.toMatchObject({ code: 'accounts.not_signed_in' })
    await expect(changeProfile(ctx, await user({ status: 'disabled' }), { name: 'X' })).rejects.toMatchObject({
      code: 'accounts.not_signed_in',
    })
  })

  it.each([
    { role: 'admin' },
    { emailVerified: true },
    { email: 'x@example.org' },
    { locale: 'fr' },
    { timeZone: 'Mars/Base' },
    { timeZone: '+05:00' },
    { name: '' },
  ])('takes no %j', (change) => {
    expect(profileChangeSchema.safeParse(change).success).toBe(false)
  })
})

describe('a picture of oneself', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('is taken as %s and kept as WebP', async (format) => {
    const ada = await user()
    const { avatar } = await setAvatar(ctx, ada, await picture('#258').toFormat(format).toBuffer())

    expect(avatar!.renditions).toHaveLength(1)
    expect(await filesOf(ada)).toMatchObject([{ purpose: 'avatar', contentType: 'image/webp' }])
  })

  it('takes the place of the one before, whose bytes go', async () => {
    const ada = await user()
    await setAvatar(ctx, ada, await picture('#111').png().toBuffer())
    await ctx.queue.drain()
    const [first] = await filesOf(ada)
    const before = await stored()
    const { avatar } = await setAvatar(ctx, ada, await picture('#999').png().toBuffer())
    await ctx.queue.drain()

    expect(before).toContain(first!.key)
    const folder = first!.key.slice(0, first!.key.lastIndexOf('/'))
    expect((await stored()).filter((key) => key.startsWith(folder))).toEqual([])
    expect(await filesOf(ada)).toMatchObject([{ id: (await row(ada)).avatarFileId }])
    expect(avatar).not.toBeNull()
  })

  it('is still there when the same one is sent again', async () => {
    const ada = await user()
    const bytes = await picture('#777').png().toBuffer()
    await setAvatar(ctx, ada, bytes)
    const { avatar } = await setAvatar(ctx, ada, bytes)
    await ctx.queue.drain()

    expect(avatar).not.toBeNull()
    const [file] = await filesOf(ada)
    expect(await stored()).toContain(file!.key)
  })

  it('goes when it is taken away', async () => {
    const ada = await user()
    await setAvatar(ctx, ada, await picture('#abc').png().toBuffer())

    expect(await removeAvatar(ctx, ada)).toMatchObject({ avatar: null })
    expect(await filesOf(ada)).toEqual([])
    expect((await row(ada)).avatarFileId).toBeNull()
  })

  it.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'files.unsupported'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'files.unsupported'],
    ['a GIF', Buffer.from('GIF89a<script>alert(1)</script>'), 'files.unsupported'],
    ['a picture that is a page too', Buffer.concat([jpeg, Buffer.from('<script >alert(1)</script>')]), 'files.unsupported'],
    ['half a picture', jpeg.subarray(0, jpeg.length / 2), 'files.broken'],
    ['nothing', Buffer.alloc(0), 'files.unsupported'],
  ])('is not %s, and the one before stays', async (_, bytes, code) => {
    const ada = await user()
    await setAvatar(ctx, ada, await picture('#0f0').png().toBuffer())
    const { avatarFileId } = await row(ada)

    await expect(setAvatar(ctx, ada, bytes)).rejects.toMatchObject({ code })
    expect((await row(ada)).avatarFileId).toBe(avatarFileId)
  })

  it('has at most 40 megapixels', async () => {
    const ada = await user()
    const bomb = await sharp({ create: { width: 7000, height: 6000, channels: 3, background: '#000' } })
      .png()
      .toBuffer()

    await expect(setAvatar(ctx, ada, bomb)).rejects.toMatchObject({ kind: 'too_large', code: 'files.too_large' })
    expect(await filesOf(ada)).toEqual([])
  })
})
