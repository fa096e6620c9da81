import { eq } from 'drizzle-orm'
import { strFromU8, unzipSync } from 'fflate'
import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
import { dataExports } from '#db/schema'
import { setAvatar } from '#server/domains/accounts'
import { deleteArchiveJob } from '#server/jobs/delete-archive'
import { finishRenditionsJob } from '#server/jobs/finish-renditions'
import { mailExportReadyJob } from '#server/jobs/mail-export-ready'
import { makeExportJob } from '#server/jobs/make-export'
import { visitor, type Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { getExport } from './get-export'
import { getPrivacy, giveConsent } from './get-privacy'
import { makeExport } from './make-export'
import { packArchive } from './pack-archive'
import { requestExport } from './request-export'
import { sweepPrivacy } from './sweep-privacy'

const mails: Mail[] = []
const ctx = await testContext({ mailer: { send: async (mail) => void mails.push(mail), close: async () => {} } }, [
  deleteArchiveJob,
  finishRenditionsJob,
  mailExportReadyJob,
  makeExportJob,
])
const { user } = make(ctx)
afterEach(() => ctx.travelTo(null))

const HOUR = 60 * 60 * 1000
const later = (hours: number) => ctx.travelTo(new Date(Date.now() + hours * HOUR))
const archives = () => Array.fromAsync(ctx.storage.list('exports/'))
const mailsTo = ({ email }: Actor) => mails.filter(({ to }) => to === email)
const rowsOf = ({ userId }: Actor) => ctx.db.select().from(dataExports).where(eq(dataExports.userId, userId!))

async function madeExport(actor: Actor): Promise<string> {
  const { id } = await requestExport(ctx, actor)
  await ctx.queue.drain()
  return id
}

describe('a copy of one’s data', () => {
  it('is packed once, mailed once, and holds the account and the pictures but nothing that opens it', async () => {
    const ada = await user({ name: 'Ada', passwordHash: 'the stored hash', totpSecret: 'THESECRET' })
    await setAvatar(
      ctx,
      ada,
      await sharp({ create: { width: 40, height: 40, channels: 3, background: '#258' } })
        .png()
        .toBuffer(),
    )
    const id = await madeExport(ada)
    await makeExport(ctx, id)
    await Promise.all([makeExport(ctx, id), makeExport(ctx, id)])
    await ctx.queue.drain()

    expect(mailsTo(ada)).toHaveLength(1)
    expect(mailsTo(ada)[0]!.text).toContain('/account/privacy')
    expect(mailsTo(ada)[0]!.text).not.toContain(id)
    const { bytes, fileName } = await getExport(ctx, ada, id)
    expect(fileName).toMatch(/^my-data-\d{4}-\d\d-\d\d\.zip$/)
    const files = unzipSync(bytes)
    const names = Object.keys(files)
    expect(names).toEqual(expect.arrayContaining(['data.json', 'tables/users.csv', 'tables/files.csv']))
    expect(names.filter((name) => /^pictures\/avatar-.*\.webp$/.test(name))).toHaveLength(1)
    const data = JSON.parse(strFromU8(files['data.json']!))
    expect(data.users).toMatchObject([{ id: ada.userId, name: 'Ada', email: ada.email, twoFactor: true }])
    for (const secret of ['the stored hash', 'THESECRET']) expect(strFromU8(files['data.json']!)).not.toContain(secret)
  })

  it('is packed once by two workers at a time', async () => {
    const ada = await user()
    const { id } = await requestExport(ctx, ada)
    await Promise.all([makeExport(ctx, id), makeExport(ctx, id), makeExport(ctx, id)])
    await ctx.queue.drain()

    expect(mailsTo(ada)).toHaveLength(1)
    expect(unzipSync((await getExport(ctx, ada, id)).bytes)).toHaveProperty('data.json')
  })

  it('is its owner’s alone', async () => {
    const ada = await user()
    const id = await madeExport(ada)

    for (const other of [await user(), await user({ role: 'admin' }), visitor()])
      await expect(getExport(ctx, other, id)).rejects.toMatchObject({ kind: 'not_found', code: 'privacy.export_not_found' })
    await expect(requestExport(ctx, visitor())).rejects.toMatchObject({ code: 'accounts.not_signed_in' })
    await expect(requestExport(ctx, await user({ status: 'disabled' }))).rejects.toMatchObject({ code: 'accounts.not_signed_in' })
  })

  it('is not there before it is packed', async () => {
    const ada = await user()
    const { id, status } = await requestExport(ctx, ada)

    expect(status).toBe('requested')
    await expect(getExport(ctx, ada, id)).rejects.toMatchObject({ code: 'privacy.export_not_found' })
  })

  it('is made once a day, and tells when the next may be asked for', async () => {
    const ada = await user()
    const start = new Date()
    ctx.travelTo(start)
    await madeExport(ada)

    ctx.travelTo(new Date(start.getTime() + 23 * HOUR))
    await expect(requestExport(ctx, ada)).rejects.toMatchObject({
      kind: 'too_many',
      code: 'privacy.export_too_soon',
      details: { retryAfterSeconds: 3600 },
    })
    expect(await rowsOf(ada)).toHaveLength(1)
    expect((await getPrivacy(ctx, ada)).nextExportAt).toBe(new Date(start.getTime() + 24 * HOUR).toISOString())

    ctx.travelTo(new Date(start.getTime() + 24 * HOUR))
    expect((await getPrivacy(ctx, ada)).nextExportAt).toBeNull()
    await requestExport(ctx, ada)
    expect(await rowsOf(ada)).toHaveLength(2)
  })

  it('is asked for once by two requests at a time', async () => {
    const ada = await user()
    const asked = await Promise.allSettled([requestExport(ctx, ada), requestExport(ctx, ada)])

    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await rowsOf(ada)).toHaveLength(1)
  })

  it('ends after seven days, and its bytes go', async () => {
    const ada = await user()
    const id = await madeExport(ada)
    expect(await archives()).toContain(`exports/${id}.zip`)

    later(7 * 24 - 1)
    await sweepPrivacy(ctx)
    expect((await getExport(ctx, ada, id)).bytes.byteLength).toBeGreaterThan(0)

    later(7 * 24 + 1)
    await expect(getExport(ctx, ada, id)).rejects.toMatchObject({ code: 'privacy.export_not_found' })
    await sweepPrivacy(ctx)
    await sweepPrivacy(ctx)
    await ctx.queue.drain()
    expect(await archives()).not.toContain(`exports/${id}.zip`)
    expect(await rowsOf(ada)).toMatchObject([{ status: 'expired', objectKey: null }])
  })

  it('may be asked for again when it was not made within a day', async () => {
    const ada = await user()
    const { id } = await requestExport(ctx, ada)
    later(25)
    await sweepPrivacy(ctx)

    expect(await rowsOf(ada)).toMatchObject([{ id, status: 'failed' }])
    expect((await getPrivacy(ctx, ada)).latestExport).toBeNull()
    await makeExport(ctx, id)
    expect(await rowsOf(ada)).toMatchObject([{ id, status: 'failed' }])
    expect(await requestExport(ctx, ada)).toMatchObject({ status: 'requested' })
  })
})

describe('a table of the copy', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('has %j as text, never as a formula', (cell) => {
    const csv = strFromU8(unzipSync(packArchive({ things: [{ cell }] }, {}))['tables/things.csv']!)

    expect(csv.split('\n').slice(1).join('\n')).toMatch(/^"?'[=+\-@\t\r]/)
    expect(JSON.parse(strFromU8(unzipSync(packArchive({ things: [{ cell }] }, {}))['data.json']!))).toEqual({ things: [{ cell }] })
  })

  it('has a formula in an object, a date and nothing at all as they are', () => {
    const row = { object: { name: '=1' }, at: new Date(0), nothing: null, list: ['=1'] }
    const csv = unzipSync(packArchive({ things: [row] }, {}))['tables/things.csv']!

    expect([...csv.subarray(0, 3)], 'the mark by which a spreadsheet knows UTF-8').toEqual([0xef, 0xbb, 0xbf])
    expect(strFromU8(csv)).toBe('object,at,nothing,list\n"{""name"":""=1""}",1970-01-01T00:00:00.000Z,,"[""=1""]"\n')
  })
})

describe('a consent', () => {
  it('is on record each time it is given or taken back, and once when it is said twice', async () => {
    const ada = await user()
    const consentOf = async (kind: string) => (await getPrivacy(ctx, ada)).consents.find((consent) => consent.kind === kind)
    expect(await consentOf('newsletter')).toEqual({ kind: 'newsletter', granted: false, since: null })

    await giveConsent(ctx, ada, { kind: 'newsletter', granted: true })
    await giveConsent(ctx, ada, { kind: 'newsletter', granted: true })
    await giveConsent(ctx, ada, { kind: 'newsletter', granted: false })

    expect(await consentOf('newsletter')).toMatchObject({ granted: false, since: expect.any(String) })
    expect(await consentOf('analytics')).toMatchObject({ granted: false, since: null })
    const data = JSON.parse(strFromU8(unzipSync((await getExport(ctx, ada, await madeExport(ada))).bytes)['data.json']!))
    expect(data.consents.map(({ granted }: { granted: boolean }) => granted)).toEqual([true, false])
  })
})
