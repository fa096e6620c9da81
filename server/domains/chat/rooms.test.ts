import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, conversationMembers, conversations, messageVersions, messages, users } from '#db/schema'
import { changeSettings, readSettings } from '#server/domains/settings'
import { jobs } from '#server/jobs'
import { systemActor, type Actor } from '#server/platform/actor'
import { conversationSchema } from '#shared/contracts/chat'
import { roomMembersSchema, roomPageSchema, roomSchema } from '#shared/contracts/rooms'
import { ROOM_INVITATION_DAYS, ROOMS_OWNED_MOST, type RoomRole } from '#shared/lifecycles/chat'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { addAttachment, attachmentAddress } from './add-attachment'
import { blockConversation } from './block-conversation'
import { changeRoom, closeRoom } from './change-room'
import { countUnread } from './count-unread'
import { decideReport } from './decide-report'
import { deleteMessage, editMessage } from './edit-message'
import { joinRoom, leaveRoom } from './join-room'
import { getConversation, listConversations } from './list-conversations'
import { listMessages } from './list-messages'
import { listReports } from './list-reports'
import { getRoom, listRooms } from './list-rooms'
import { signsOfChat } from './look-at-conversations'
import { makeRoom } from './make-room'
import { mayWatchConversation, stillWatching } from './may-watch-conversation'
import { erasePersonalData, personalDataOf } from './personal-data'
import { passOnRooms } from './pass-on-rooms'
import { readConversation } from './read-conversation'
import { reportMessage } from './report-message'
import { acceptRoomInvitation, getRoomInvitation, inviteToRoom, lookAtRoomInvitation, revokeRoomInvitation } from './room-invitations'
import { changeRoomRole, liftRoomBan, listRoomBans, listRoomMembers, removeFromRoom } from './room-members'
import { chooseRoomNotices } from './room-notices'
import { searchMessages } from './search-messages'
import { sendMessage } from './send-message'
import { whoTypes } from './who-types'

const ctx = await testContext({}, jobs)
const WEEK_AGO = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000)
const person = (name = 'Ada Lovelace') => make(ctx).user({ name, createdAt: WEEK_AGO })
let names = 0
const someName = () => `Room ${++names} of ${ctx.newId().slice(-12)}`

type People = Record<RoomRole | 'other', Actor & { userId: string }>
/** A public room with one of each kind in it, and somebody who is not. */
async function inhabited(visibility: 'public' | 'private' = 'public') {
  const people: People = { owner: await person('Olga Owner'), moderator: await person(), member: await person(), other: await person() }
  const id = await makeRoom(ctx, people.owner, { name: someName(), visibility })
  for (const who of [people.moderator, people.member]) await enter(people.owner, id, who)
  await changeRoomRole(ctx, people.owner, id, people.moderator.userId!, { role: 'moderator' })
  return { id, people, way: { conversationId: id, shopId: null } }
}
async function enter(keeper: Actor, id: string, who: Actor) {
  const { token } = (await getRoomInvitation(ctx, keeper, id)) ?? (await inviteToRoom(ctx, keeper, id))
  await acceptRoomInvitation(ctx, who, token)
}
const say = (who: Actor, id: string, body = 'Hello', over: object = {}) =>
  sendMessage(ctx, who, { conversationId: id, shopId: null }, { clientId: crypto.randomUUID(), body, ...over })
const rolesOf = async (id: string) =>
  Object.fromEntries(
    (await ctx.db.select().from(conversationMembers).where(eq(conversationMembers.conversationId, id))).map(({ userId, role }) => [
      userId,
      role,
    ]),
  )
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

describe('who may do what', () => {
  const [RIGHT, NONE] = ['chat.room_right_missing', 'chat.room_not_found']
  interface Room {
    id: string
    people: People
    second: Actor
  }
  const ACTS: Record<string, { does: (who: Actor, room: Room) => Promise<unknown>; answers: Record<keyof People, string> }> = {
    'change it': {
      does: (who, { id }) => changeRoom(ctx, who, id, { topic: 'Clay' }),
      answers: { owner: 'done', moderator: RIGHT!, member: RIGHT!, other: NONE! },
    },
    'close it': {
      does: (who, { id }) => closeRoom(ctx, who, id),
      answers: { owner: 'done', moderator: RIGHT!, member: RIGHT!, other: NONE! },
    },
    'leave it': {
      does: (who, { id }) => leaveRoom(ctx, who, id),
      answers: { owner: 'chat.owner_leaving', moderator: 'done', member: 'done', other: NONE! },
    },
    'see its members': {
      does: (who, { id }) => listRoomMembers(ctx, who, id),
      answers: { owner: 'done', moderator: 'done', member: 'done', other: NONE! },
    },
    'see who is banned': {
      does: (who, { id }) => listRoomBans(ctx, who, id),
      answers: { owner: 'done', moderator: 'done', member: RIGHT!, other: NONE! },
    },
    'make a link': {
      does: (who, { id }) => inviteToRoom(ctx, who, id),
      answers: { owner: 'done', moderator: 'done', member: RIGHT!, other: NONE! },
    },
    'see the link': {
      does: (who, { id }) => getRoomInvitation(ctx, who, id),
      answers: { owner: 'done', moderator: 'done', member: RIGHT!, other: NONE! },
    },
    'end the link': {
      does: (who, { id }) => revokeRoomInvitation(ctx, who, id),
      answers: { owner: 'done', moderator: 'done', member: RIGHT!, other: NONE! },
    },
    'kick a member': {
      does: (who, { id, second }) => removeFromRoom(ctx, who, id, second.userId!, { ban: false }),
      answers: { owner: 'done', moderator: 'done', member: RIGHT!, other: NONE! },
    },
    'ban a member': {
      does: (who, { id, second }) => removeFromRoom(ctx, who, id, second.userId!, { ban: true }),
      answers: { owner: 'done', moderator: 'done', member: RIGHT!, other: NONE! },
    },
    'kick a moderator': {
      does: (who, { id, people }) => removeFromRoom(ctx, who, id, people.moderator.userId!, { ban: false }),
      answers: { owner: 'done', moderator: RIGHT!, member: RIGHT!, other: NONE! },
    },
    'ban the owner': {
      does: (who, { id, people }) => removeFromRoom(ctx, who, id, people.owner.userId!, { ban: true }),
      answers: { owner: RIGHT!, moderator: RIGHT!, member: RIGHT!, other: NONE! },
    },
    'lift a ban': {
      does: (who, { id }) => liftRoomBan(ctx, who, id, ctx.newId()),
      answers: { owner: 'done', moderator: 'done', member: RIGHT!, other: NONE! },
    },
    'make a moderator': {
      does: (who, { id, second }) => changeRoomRole(ctx, who, id, second.userId!, { role: 'moderator' }),
      answers: { owner: 'done', moderator: RIGHT!, member: RIGHT!, other: NONE! },
    },
    'unmake a moderator': {
      does: (who, { id, people }) => changeRoomRole(ctx, who, id, people.moderator.userId!, { role: 'member' }),
      answers: { owner: 'done', moderator: RIGHT!, member: RIGHT!, other: NONE! },
    },
    'take the room from its owner': {
      does: (who, { id, people }) => changeRoomRole(ctx, who, id, people.owner.userId!, { role: 'member' }),
      answers: { owner: RIGHT!, moderator: RIGHT!, member: RIGHT!, other: NONE! },
    },
    'hand it on': {
      does: (who, { id, second }) => changeRoomRole(ctx, who, id, second.userId!, { role: 'owner' }),
      answers: { owner: 'done', moderator: RIGHT!, member: RIGHT!, other: NONE! },
    },
    write: { does: (who, { id }) => say(who, id), answers: { owner: 'done', moderator: 'done', member: 'done', other: 'chat.not_found' } },
    'take a member’s words back': {
      does: async (who, { id, second }) => deleteMessage(ctx, who, { conversationId: id, shopId: null }, (await say(second, id)).seq),
      answers: { owner: 'done', moderator: 'done', member: 'chat.not_your_message', other: 'chat.not_found' },
    },
    'take the owner’s words back': {
      does: async (who, { id, people }) => deleteMessage(ctx, who, { conversationId: id, shopId: null }, (await say(people.owner, id)).seq),
      answers: { owner: 'done', moderator: RIGHT!, member: 'chat.not_your_message', other: 'chat.not_found' },
    },
  }

  for (const [act, { does, answers }] of Object.entries(ACTS))
    it(act, async () => {
      const found: Record<string, string> = {}
      for (const place of ['owner', 'moderator', 'member', 'other'] as const) {
        const { id, people } = await inhabited('private')
        const second = await person()
        await enter(people.owner, id, second)
        const before = await rolesOf(id)
        found[place] = await outcome(does(people[place], { id, people, second }))
        if (found[place] !== 'done') expect(await rolesOf(id)).toEqual(before)
      }
      expect(found).toEqual(answers)
    })
})

describe('finding and joining', () => {
  it('is over for who was sent out of a private room, by the link that they know too', async () => {
    const { id, people } = await inhabited('private')
    const { token } = await inviteToRoom(ctx, people.owner, id)
    await removeFromRoom(ctx, people.moderator, id, people.member.userId!, { ban: false })
    expect(await outcome(acceptRoomInvitation(ctx, people.member, token))).toBe('chat.room_invitation_over')

    const { token: known } = await inviteToRoom(ctx, people.moderator, id)
    await changeRoomRole(ctx, people.owner, id, people.moderator.userId!, { role: 'member' })
    expect(await outcome(acceptRoomInvitation(ctx, people.other, known))).toBe('chat.room_invitation_over')
  })

  it('is over for who is banned after they have left, who does not see either what a link leads to', async () => {
    const { id, people } = await inhabited('private')
    await leaveRoom(ctx, people.member, id)
    await removeFromRoom(ctx, people.moderator, id, people.member.userId!, { ban: true })
    const { token } = await inviteToRoom(ctx, people.owner, id)
    expect(await outcome(lookAtRoomInvitation(ctx, people.member, token))).toBe('chat.room_banned')
    expect(await outcome(acceptRoomInvitation(ctx, people.member, token))).toBe('chat.room_banned')
    expect(await outcome(removeFromRoom(ctx, people.owner, id, ctx.newId(), { ban: true }))).toBe('chat.room_member_not_found')
  })

  it('lists public rooms by name to anybody, private ones to nobody', async () => {
    const open = await inhabited()
    const hidden = await inhabited('private')
    const { name } = await getRoom(ctx, open.people.owner, open.id)
    const found = roomPageSchema.parse(await listRooms(ctx, open.people.other, { q: name.toUpperCase() }))
    expect(found.items).toEqual([{ id: open.id, name, topic: '', visibility: 'public', members: 3, role: null, closed: false }])
    const hiddenName = (await getRoom(ctx, hidden.people.member, hidden.id)).name
    for (const who of Object.values(hidden.people)) expect((await listRooms(ctx, who, { q: hiddenName })).items).toEqual([])
    expect(await outcome(getRoom(ctx, hidden.people.other, hidden.id))).toBe('chat.room_not_found')
    expect(await outcome(joinRoom(ctx, hidden.people.other, hidden.id))).toBe('chat.room_not_found')
    expect((await listRooms(ctx, open.people.other, { q: '%' })).items).toEqual([])

    await closeRoom(ctx, open.people.owner, open.id)
    expect((await listRooms(ctx, open.people.other, { q: name })).items).toEqual([])
  })

  it('goes on page by page, and shows each room once', async () => {
    const mark = ctx.newId().slice(-12)
    for (let owner = 0; owner < 7; owner++) {
      const who = await person()
      for (let room = 0; room < 5; room++) await makeRoom(ctx, who, { name: `${mark} ${room}`, visibility: 'public' })
    }
    const first = await listRooms(ctx, await person(), { q: mark })
    const rest = await listRooms(ctx, await person(), { q: mark, cursor: first.nextCursor! })
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(35)
    expect(rest.nextCursor).toBeNull()
  })

  it('needs a verified address, and a place; what was written before is not unread', async () => {
    const { id, people } = await inhabited()
    await say(people.owner, id)
    const unverified = await make(ctx).user({ emailVerifiedAt: null })
    expect(await outcome(joinRoom(ctx, unverified, id))).toBe('accounts.address_not_verified')
    expect(await outcome(makeRoom(ctx, unverified, { name: someName(), visibility: 'public' }))).toBe('accounts.address_not_verified')

    await Promise.all([joinRoom(ctx, people.other, id), joinRoom(ctx, people.other, id)])
    expect(roomSchema.parse(await getRoom(ctx, people.other, id))).toMatchObject({ members: 4, role: 'member' })
    expect((await countUnread(ctx, people.other)).own).toBe(0)
    expect((await listMessages(ctx, people.other, { conversationId: id, shopId: null }, {})).items).toHaveLength(1)
  })

  it('lets nobody own more than so many, however many are made at once, until one is closed', async () => {
    const owner = await person()
    const outcomes = await Promise.all(
      Array.from({ length: ROOMS_OWNED_MOST + 2 }, () => outcome(makeRoom(ctx, owner, { name: someName(), visibility: 'public' }))),
    )
    expect(outcomes.filter((each) => each === 'done')).toHaveLength(ROOMS_OWNED_MOST)
    expect(outcomes.filter((each) => each === 'chat.too_many_rooms')).toHaveLength(2)
    const { id, people } = await inhabited()
    await joinRoom(ctx, owner, id)
    expect(await outcome(changeRoomRole(ctx, people.owner, id, owner.userId!, { role: 'owner' }))).toBe('chat.too_many_rooms')
    const [own] = (await listConversations(ctx, owner, {})).items.filter(({ room }) => room?.role === 'owner')
    await closeRoom(ctx, owner, own!.id)
    expect(await outcome(changeRoomRole(ctx, people.owner, id, owner.userId!, { role: 'owner' }))).toBe('done')
  })
})

describe('an invitation', () => {
  it('lets its bearer in until it is revoked or made anew', async () => {
    const { id, people } = await inhabited('private')
    const { token } = await inviteToRoom(ctx, people.moderator, id)
    expect(await lookAtRoomInvitation(ctx, people.other, token)).toMatchObject({ id, role: null, members: 3 })
    expect(await getRoomInvitation(ctx, people.owner, id)).toMatchObject({ token })
    expect(await acceptRoomInvitation(ctx, people.other, token)).toMatchObject({ id, role: 'member', members: 4 })
    expect(await acceptRoomInvitation(ctx, people.owner, token)).toMatchObject({ role: 'owner', members: 4 })

    const later = await person()
    const { token: next } = await inviteToRoom(ctx, people.owner, id)
    expect(await outcome(acceptRoomInvitation(ctx, later, token))).toBe('chat.room_invitation_over')
    await revokeRoomInvitation(ctx, people.owner, id)
    expect(await outcome(lookAtRoomInvitation(ctx, later, next))).toBe('chat.room_invitation_over')
  })

  it('ends where the room is made private, for who got the link while anybody could come', async () => {
    const { id, people } = await inhabited()
    const { token } = await inviteToRoom(ctx, people.owner, id)
    await changeRoom(ctx, people.owner, id, { name: someName() })
    expect(await lookAtRoomInvitation(ctx, people.other, token)).toMatchObject({ id })
    await changeRoom(ctx, people.owner, id, { visibility: 'private' })
    expect(await outcome(acceptRoomInvitation(ctx, people.other, token))).toBe('chat.room_invitation_over')
  })

  it('is not opened again by a moderator to whom the owner has banned, before or after them', async () => {
    const { id, people } = await inhabited()
    const { owner, moderator, member, other } = people
    await enter(owner, id, other)
    const ban = (keeper: Actor, who: Actor) => removeFromRoom(ctx, keeper, id, who.userId!, { ban: true })
    const lift = (keeper: Actor, who: Actor) => outcome(liftRoomBan(ctx, keeper, id, who.userId!))
    await ban(owner, member)
    await ban(moderator, other)
    expect((await listRoomBans(ctx, moderator, id)).items.map(({ userId, liftable }) => [userId, liftable])).toEqual([
      [other.userId, true],
      [member.userId, false],
    ])
    expect((await listRoomBans(ctx, owner, id)).items.map(({ liftable }) => liftable)).toEqual([true, true])
    expect(await lift(moderator, member)).toBe('chat.room_right_missing')
    expect(await outcome(joinRoom(ctx, member, id))).toBe('chat.room_banned')

    await ban(owner, other)
    expect(await lift(moderator, other)).toBe('chat.room_right_missing')
    // Nor does a moderator make it theirs.
    await ban(moderator, other)
    expect(await lift(moderator, other)).toBe('chat.room_right_missing')
    expect([await lift(owner, other), await lift(owner, member)]).toEqual(['done', 'done'])
    expect(await listRoomBans(ctx, owner, id)).toEqual({ items: [] })
  })

  it('opens nothing to who is banned, until that is lifted, nor where the room is closed', async () => {
    const { id, people } = await inhabited()
    const { token } = await inviteToRoom(ctx, people.owner, id)
    const { member } = people
    await removeFromRoom(ctx, people.moderator, id, member.userId!, { ban: true })
    expect(await outcome(acceptRoomInvitation(ctx, member, token))).toBe('chat.room_banned')
    expect(await outcome(joinRoom(ctx, member, id))).toBe('chat.room_banned')
    expect(await listRoomBans(ctx, people.moderator, id)).toMatchObject({ items: [{ userId: member.userId }] })
    await removeFromRoom(ctx, people.moderator, id, member.userId!, { ban: true })
    await liftRoomBan(ctx, people.moderator, id, member.userId!)
    expect(await outcome(joinRoom(ctx, member, id))).toBe('done')
    await closeRoom(ctx, people.owner, id)
    expect(await outcome(acceptRoomInvitation(ctx, people.other, token))).toBe('chat.room_invitation_over')
    expect(await outcome(say(member, id))).toBe('chat.room_closed')
    expect(await outcome(leaveRoom(ctx, people.owner, id))).toBe('done')
  })
})

describe('what is written in a room', () => {
  let room: Awaited<ReturnType<typeof inhabited>>
  beforeAll(async () => {
    room = await inhabited()
  })

  it('is signed, counted as unread, listed, and caught up with by everybody in it', async () => {
    const { id, people, way } = room
    const signs = () => signsOfChat(ctx, [people.member.userId!])
    const before = (await signs()).get(people.member.userId!)
    const { seq } = await say(people.owner, id, 'Who fires at night?')
    expect((await signs()).get(people.member.userId!)).not.toBe(before)
    expect((await countUnread(ctx, people.member)).own).toBe(0)
    await chooseRoomNotices(ctx, people.member, id, { notices: 'all' })
    expect((await countUnread(ctx, people.member)).own).toBe(1)
    const [listed] = (await listConversations(ctx, people.member, {})).items
    expect(conversationSchema.parse(listed)).toMatchObject({
      id,
      kind: 'room',
      shop: null,
      unread: 1,
      room: { members: 3, role: 'member' },
    })
    expect(listed!.latest).toMatchObject({ body: 'Who fires at night?', isOwn: false })

    const page = await listMessages(ctx, people.member, way, { afterRev: 0 })
    expect(page.items).toMatchObject([{ seq, side: 'member', senderName: 'Olga O.', isOwn: false, clientId: null }])
    await readConversation(ctx, people.member, way, { seq })
    expect((await countUnread(ctx, people.member)).own).toBe(0)
    const reply = await say(people.member, id, 'I do', { replyToSeq: seq })
    await editMessage(ctx, people.member, way, reply.seq, { body: 'I do!' })
    expect((await listMessages(ctx, people.owner, way, { afterRev: page.lastRev })).items).toMatchObject([
      { body: 'I do!', replyToSeq: seq },
    ])
    expect(await outcome(editMessage(ctx, people.owner, way, reply.seq, { body: 'No' }))).toBe('chat.not_your_message')
    expect(await outcome(blockConversation(ctx, people.owner, way, { blocked: true }))).toBe('chat.not_in_rooms')
  })

  it('is removed by who keeps order, with a trace of who did so', async () => {
    const { id, people, way } = room
    const { seq } = await say(people.member, id, 'Buy now')
    expect(await deleteMessage(ctx, people.moderator, way, seq)).toMatchObject({ body: '' })
    const versions = await ctx.db
      .select()
      .from(messageVersions)
      .where(and(eq(messageVersions.conversationId, id), eq(messageVersions.seq, seq)))
    expect(versions).toMatchObject([{ body: 'Buy now', why: 'removed', removedBy: people.moderator.userId }])
  })

  it('can be reported by others, and is removed by a moderator of the marketplace', async () => {
    const { id, people, way } = room
    const { seq } = await say(people.owner, id, 'Awful')
    expect(await outcome(reportMessage(ctx, people.owner, way, seq, { reason: 'abuse' }))).toBe('chat.not_reportable')
    await reportMessage(ctx, people.member, way, seq, { reason: 'abuse' })
    const moderator = await make(ctx).user({ role: 'moderator' })
    const { name } = await getRoom(ctx, people.owner, id)
    const report = (await listReports(ctx, moderator, { state: 'open' })).items.find((item) => item.room === name)
    expect(report).toMatchObject({ shop: null, writer: { userId: people.owner.userId, side: 'member' } })
    await decideReport(ctx, moderator, report!.id, { decision: 'removed', statement: 'Too rude' })
    expect((await listMessages(ctx, people.member, way, {})).items.find((item) => item.seq === seq)).toMatchObject({ body: '' })
  })
})

describe('who is sent out', () => {
  it('reads, opens and hears nothing more, and is not let in again by saying what they have read', async () => {
    const { id, people, way } = await inhabited()
    const { member, owner } = people
    const { fileId } = await addAttachment(ctx, owner, way, { name: 'kiln.txt', bytes: Buffer.from('1200 degrees') })
    const { seq } = await say(owner, id, 'See this', { attachmentIds: [fileId] })
    expect(await outcome(attachmentAddress(ctx, member, fileId, { small: false }))).toBe('done')
    const watching = [{ userId: member.userId, id, byKey: false }]
    expect(await mayWatchConversation(ctx, member, id, null)).toBe(true)
    expect(await stillWatching(ctx, watching)).toHaveLength(1)

    await removeFromRoom(ctx, people.moderator, id, member.userId!, { ban: false })
    const asked = [
      getConversation(ctx, member, way),
      listMessages(ctx, member, way, { afterRev: 0 }),
      readConversation(ctx, member, way, { seq }),
      say(member, id),
      addAttachment(ctx, member, way, { name: 'a.txt', bytes: Buffer.from('a') }),
      reportMessage(ctx, member, way, seq, { reason: 'spam' }),
    ]
    expect(await Promise.all(asked.map(outcome))).toEqual(asked.map(() => 'chat.not_found'))
    expect(await outcome(attachmentAddress(ctx, member, fileId, { small: false }))).toBe('chat.attachment_not_found')
    expect(await outcome(attachmentAddress(ctx, people.other, fileId, { small: false }))).toBe('chat.attachment_not_found')
    expect(await mayWatchConversation(ctx, member, id, null)).toBe(false)
    expect(await stillWatching(ctx, watching)).toEqual([])
    expect(Object.keys(await rolesOf(id))).not.toContain(member.userId)
    expect((await listConversations(ctx, member, {})).items).toEqual([])
    const kept = await ctx.db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.subjectId, id), eq(auditEntries.action, 'chat.room_kicked')))
    expect(kept).toMatchObject([{ details: { userId: member.userId } }])
    expect(await outcome(joinRoom(ctx, member, id))).toBe('done')
  })
})

describe('at the same moment', () => {
  it('whoever joins and is banned is out in the end, or was never in it', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, people } = await inhabited()
      await removeFromRoom(ctx, people.owner, id, people.member.userId!, { ban: false })
      const [banned] = await Promise.all([
        outcome(removeFromRoom(ctx, people.owner, id, people.member.userId!, { ban: true })),
        outcome(joinRoom(ctx, people.member, id)),
      ])
      const isInside = people.member.userId! in (await rolesOf(id))
      expect(isInside).toBe(banned === 'chat.room_member_not_found')
    }
  })

  it('a room has one owner, however it is handed on and left', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, people } = await inhabited()
      await Promise.all([
        outcome(leaveRoom(ctx, people.owner, id)),
        outcome(changeRoomRole(ctx, people.owner, id, people.member.userId!, { role: 'owner' })),
        outcome(changeRoomRole(ctx, people.owner, id, people.moderator.userId!, { role: 'owner' })),
        outcome(leaveRoom(ctx, people.member, id)),
      ])
      expect(Object.values(await rolesOf(id)).filter((role) => role === 'owner')).toHaveLength(1)
    }
  })

  it('what somebody writes while they are sent out is there whole or not at all', async () => {
    const { id, people } = await inhabited()
    const [said] = await Promise.all([
      Promise.all(Array.from({ length: 6 }, () => outcome(say(people.member, id)))),
      removeFromRoom(ctx, people.owner, id, people.member.userId!, { ban: false }),
    ])
    expect(said.every((each) => each === 'done' || each === 'chat.not_found')).toBe(true)
    const [conversation] = await ctx.db.select().from(conversations).where(eq(conversations.id, id))
    expect(conversation!.lastSeq).toBe(said.filter((each) => each === 'done').length)
    expect(await outcome(say(people.member, id))).toBe('chat.not_found')
  })
})

describe('an account that is erased', () => {
  it('takes its words along, and its room goes to whoever kept order in it, then to the longest there, and ends with the last', async () => {
    const { id, people, way } = await inhabited()
    const { owner, moderator, member } = people
    await say(owner, id, 'A secret')
    const copy = await personalDataOf(ctx, owner.userId!)
    expect(copy.conversation_members).toMatchObject([{ conversationId: id, role: 'owner' }])
    expect(copy.messages).toMatchObject([{ body: 'A secret' }])

    const erase = async ({ userId }: Actor) => {
      await ctx.db.update(users).set({ status: 'erased' }).where(eq(users.id, userId!))
      await ctx.db.transaction((db) => erasePersonalData({ ...ctx, db } as typeof ctx, userId!))
    }
    await erase(owner)
    expect(await rolesOf(id)).toEqual({ [moderator.userId!]: 'owner', [member.userId!]: 'member' })
    expect((await listMessages(ctx, member, way, {})).items).toMatchObject([{ body: '', senderName: null }])
    expect(await ctx.db.$count(messages, and(eq(messages.conversationId, id), eq(messages.body, 'A secret')))).toBe(0)
    expect(roomMembersSchema.parse(await listRoomMembers(ctx, member, id)).items.map(({ role }) => role)).toEqual(['owner', 'member'])

    await say(member, id, 'Another one')
    await removeFromRoom(ctx, moderator, id, member.userId!, { ban: true })
    await erase(member)
    expect((await listMessages(ctx, moderator, way, {})).items.map(({ body }) => body)).toEqual(['', ''])
    expect(await listRoomBans(ctx, moderator, id)).toEqual({ items: [] })
    await erase(moderator)
    expect(await ctx.db.select().from(conversations).where(eq(conversations.id, id))).toMatchObject([{ closedAt: expect.any(Date) }])
  })
})

describe('a room whose owner is kept out of the marketplace', () => {
  const setStatus = (who: Actor, status: 'active' | 'disabled') => ctx.db.update(users).set({ status }).where(eq(users.id, who.userId!))

  it('goes on to who has kept order in it, else been in it for longest; they are a member of it then', async () => {
    const { id, people } = await inhabited()
    const { owner, moderator, member, other } = people
    await enter(owner, id, other)
    await passOnRooms(ctx)
    expect((await rolesOf(id))[owner.userId!]).toBe('owner')

    await setStatus(owner, 'disabled')
    await passOnRooms(ctx)
    await passOnRooms(ctx)
    expect(await rolesOf(id)).toEqual({
      ...{ [owner.userId!]: 'member', [moderator.userId!]: 'owner' },
      ...{ [member.userId!]: 'member', [other.userId!]: 'member' },
    })
    const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, id))
    expect(entries.filter(({ details }) => (details as { role?: string }).role === 'owner')).toMatchObject([
      { action: 'chat.room_role_changed', details: { userId: moderator.userId, role: 'owner' } },
    ])

    await setStatus(moderator, 'disabled')
    await passOnRooms(ctx)
    expect((await rolesOf(id))[member.userId!]).toBe('owner')
    await setStatus(owner, 'active')
    expect(await outcome(say(owner, id))).toBe('done')
    expect(await outcome(closeRoom(ctx, owner, id))).toBe('chat.room_right_missing')
  })

  it('is closed where nobody else is in it', async () => {
    const owner = await person()
    const id = await makeRoom(ctx, owner, { name: someName(), visibility: 'public' })
    await setStatus(owner, 'disabled')
    await passOnRooms(ctx)
    expect(await ctx.db.select().from(conversations).where(eq(conversations.id, id))).toMatchObject([{ closedAt: expect.any(Date) }])
    expect(await outcome(joinRoom(ctx, await person(), id))).toBe('chat.room_not_found')
  })
})

describe('people of a room whose shown names are the same', () => {
  it('are told apart by when they came, wherever they are named', async () => {
    const [owner, second, third] = [await person('Olga Owner'), await person('olga Other'), await person('Olga Ostrom')]
    const id = await makeRoom(ctx, owner, { name: someName(), visibility: 'public' })
    for (const who of [second, third]) await joinRoom(ctx, who, id)
    for (const who of [owner, second, third]) await say(who, id, 'Nightfiring')
    const way = { conversationId: id, shopId: null }
    const signed = async () => (await listMessages(ctx, owner, way, {})).items.map(({ senderName }) => senderName)
    const names = ['Olga O.', 'olga O. (2)', 'Olga O. (3)']
    expect(await signed()).toEqual(names.toReversed())
    expect((await listRoomMembers(ctx, owner, id)).items.map(({ name }) => name)).toEqual(names)
    expect(await whoTypes(ctx, third, id, { side: 'buyer', key: null })).toEqual({ side: 'member', name: 'Olga O. (3)' })
    const { items } = await searchMessages(ctx, owner, null, { q: 'nightfiring', conversationId: id })
    expect(items.map(({ senderName }) => senderName)).toEqual(names.toReversed())

    const everywhere = async (who: Actor) =>
      (await searchMessages(ctx, who, null, { q: 'nightfiring' })).items.map(({ conversation, senderName }) => [
        conversation.id,
        senderName,
      ])
    expect(await everywhere(third)).toEqual(names.toReversed().map((name) => [id, name]))

    await leaveRoom(ctx, second, id)
    expect(await everywhere(second)).toEqual([])
    expect(await signed()).toEqual(['Olga O. (2)', 'olga O. (3)', 'Olga O.'])
  })

  it('are told apart from who has left and come back too', async () => {
    const [first, second] = [await person('Twin'), await person('Twin')]
    const { id, people, way } = await inhabited()
    for (const who of [first, second]) {
      await joinRoom(ctx, who, id)
      await say(who, id, who === first ? 'first' : 'second')
    }
    const signed = async () =>
      Object.fromEntries((await listMessages(ctx, people.owner, way, {})).items.map(({ body, senderName }) => [body, senderName]))
    expect(await signed()).toMatchObject({ first: 'Twin', second: 'Twin (2)' })
    await leaveRoom(ctx, first, id)
    const apart = { first: 'Twin (2)', second: 'Twin' }
    expect(await signed()).toMatchObject(apart)
    const { items } = await searchMessages(ctx, people.owner, null, { q: 'first', conversationId: id })
    expect(items.map(({ senderName }) => senderName)).toEqual([apart.first])
    await joinRoom(ctx, first, id)
    expect(await signed()).toMatchObject(apart)
  })

  it('are those whose names look the same, too', async () => {
    const { id, people } = await inhabited()
    for (const name of ['Olga', 'Ol\u200bga', 'Ｏlga', 'Olga(2)', 'Olga']) await joinRoom(ctx, await person(name), id)
    const names = (await listRoomMembers(ctx, people.owner, id)).items.map(({ name }) => name)
    expect(names.slice(-5)).toEqual(['Olga', 'Ol\u200bga (2)', 'Ｏlga (3)', 'Olga(2) (2)', 'Olga (4)'])
  })
})

describe('what somebody wants to be told of a room', () => {
  it('is answers to them, unless they choose all or nothing; counts follow it', async () => {
    const { id, people, way } = await inhabited()
    const { owner, moderator, member, other } = people
    const counted = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries({ owner, moderator, member }).map(async ([name, who]) => [name, (await countUnread(ctx, who)).own] as const),
        ),
      )
    await chooseRoomNotices(ctx, owner, id, { notices: 'all' })
    await chooseRoomNotices(ctx, moderator, id, { notices: 'none' })
    const { seq } = await say(member, id, 'Who fires tonight?')
    expect(await counted()).toEqual({ owner: 1, moderator: 0, member: 0 })
    const answer = await say(owner, id, 'I do', { replyToSeq: seq })
    expect(await counted()).toEqual({ owner: 0, moderator: 0, member: 1 })
    await say(member, id, 'To myself', { replyToSeq: seq })
    expect((await counted()).member).toBe(0)
    const second = await say(owner, id, 'Me again', { replyToSeq: seq })
    await deleteMessage(ctx, owner, way, second.seq)
    expect((await counted()).member).toBe(0)
    expect(answer.seq).toBeLessThan(second.seq)

    expect((await listConversations(ctx, owner, {})).items[0]!.room).toMatchObject({ notices: 'all' })
    expect((await listConversations(ctx, member, {})).items[0]!.room).toMatchObject({ notices: 'answers' })
    expect(await outcome(chooseRoomNotices(ctx, other, id, { notices: 'all' }))).toBe('chat.room_not_found')
  })
})

describe('that somebody writes', () => {
  it('is told in a room by name, of whoever is in it, until it is closed', async () => {
    const { id, people } = await inhabited()
    const types = (actor: Actor, side: 'buyer' | 'shop' = 'buyer') => whoTypes(ctx, actor, id, { side, key: null })
    expect(await types(people.owner)).toEqual({ side: 'member', name: 'Olga O.' })
    expect(await types(people.owner, 'shop')).toBeNull()
    expect(await types(people.other)).toBeNull()
    await removeFromRoom(ctx, people.owner, id, people.member.userId!, { ban: false })
    expect(await types(people.member)).toBeNull()
    await closeRoom(ctx, people.owner, id)
    expect(await types(people.owner)).toBeNull()
  })
})

describe('what a room is called', () => {
  it('passes the rules for what is written: it is refused where a message would be refused, held or changed', async () => {
    const owner = await person()
    const { chatRefusedWords, chatHeldWords, chatMaskContacts } = await readSettings(ctx)
    await changeSettings(ctx, systemActor, { chatRefusedWords: ['rubbish'], chatHeldWords: ['wholesale'], chatMaskContacts: true })
    const id = await makeRoom(ctx, owner, { name: someName(), visibility: 'public' })
    const make = (name: string, topic = '') => outcome(makeRoom(ctx, owner, { name, topic, visibility: 'public' }))
    expect(await make('Rubbish talk')).toBe('chat.word_refused')
    expect(await make(someName(), 'For wholesale')).toBe('chat.title_refused')
    expect(await make(someName(), 'Write to me@example.org')).toBe('chat.title_refused')
    expect(await outcome(changeRoom(ctx, owner, id, { topic: 'All that rubbish' }))).toBe('chat.word_refused')
    expect(await getRoom(ctx, owner, id)).toMatchObject({ topic: '' })
    await changeSettings(ctx, systemActor, { chatRefusedWords, chatHeldWords, chatMaskContacts })
  })

  it('is told to nobody again while it stays the same, and is not in the log', async () => {
    const owner = await person()
    const id = await makeRoom(ctx, owner, { name: 'Kilns', topic: 'Hot', visibility: 'public' })
    const entries = () =>
      ctx.db
        .select()
        .from(auditEntries)
        .where(and(eq(auditEntries.subjectId, id), eq(auditEntries.action, 'chat.room_changed')))
    await changeRoom(ctx, owner, id, { name: 'Kilns', topic: 'Hot' })
    expect(await entries()).toEqual([])
    await changeRoom(ctx, owner, id, { name: 'Ovens', topic: 'Hot' })
    expect(await entries()).toMatchObject([{ details: { changed: ['name'], visibility: 'public' } }])
    expect((await personalDataOf(ctx, owner.userId)).rooms).toMatchObject([{ name: 'Ovens', topic: 'Hot' }])
  })
})

describe('a room that went wrong', () => {
  it('is closed by a moderator of the marketplace who decides on a report from it', async () => {
    const { id, people, way } = await inhabited()
    await say(people.member, id, 'Something bad')
    await reportMessage(ctx, people.owner, way, 1, { reason: 'abuse', note: '' })
    const moderator = await make(ctx).user({ role: 'moderator' })
    const { name } = await getRoom(ctx, people.owner, id)
    const report = (await listReports(ctx, moderator, { state: 'open' })).items.find(({ room }) => room === name)!
    await decideReport(ctx, moderator, report.id, { decision: 'room_closed', statement: 'Nothing but insults' })
    expect(await getRoom(ctx, people.owner, id)).toMatchObject({ closed: true })
    expect((await listMessages(ctx, people.owner, way, {})).items).toMatchObject([{ body: '' }])
    expect(await outcome(say(people.owner, id))).toBe('chat.room_closed')
  })

  it('is handed on to nobody whose account is disabled', async () => {
    const { id, people } = await inhabited()
    await ctx.db.update(users).set({ status: 'disabled' }).where(eq(users.id, people.moderator.userId!))
    expect(await outcome(changeRoomRole(ctx, people.owner, id, people.moderator.userId!, { role: 'owner' }))).toBe('chat.heir_missing')
    expect((await rolesOf(id))[people.owner.userId!]).toBe('owner')
  })
})

it('an invitation ends after seven days', async () => {
  const { id, people } = await inhabited('private')
  const { token } = await inviteToRoom(ctx, people.owner, id)
  ctx.travelTo(new Date(Date.now() + ROOM_INVITATION_DAYS * 24 * 60 * 60 * 1000 + 1000))
  expect(await outcome(acceptRoomInvitation(ctx, people.other, token))).toBe('chat.room_invitation_over')
  expect(await getRoomInvitation(ctx, people.owner, id)).toBeNull()
  ctx.travelTo(null)
})
