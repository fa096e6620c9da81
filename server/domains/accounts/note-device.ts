import { and, count, eq } from 'drizzle-orm'
import { knownDevices, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { networkOf } from '#server/platform/rate-limit/network-of'
import { deviceName } from '#shared/device-name'
import { lockUser } from './accounts-locks'
import { refuseWhenBusy } from './hashing-gate'
import { tellOwner } from './tell-owner'

interface Device {
  deviceKey: string
  userAgent: string | null
}

/** Notes a browser in which somebody has just signed in; the owner is told of one that is new, but not of their first. */
export async function noteDevice(ctx: Context, actor: Actor, userId: string, { deviceKey, userAgent }: Device): Promise<void> {
  const seen = await ctx.db
    .update(knownDevices)
    .set({ lastSeenAt: ctx.now })
    .where(and(eq(knownDevices.userId, userId), eq(knownDevices.deviceHash, deviceKey)))
    .returning({ userId: knownDevices.userId })
  if (seen.length > 0) return

  await inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, userId)
    if (!user) return
    const [before] = await ctx.db.select({ devices: count() }).from(knownDevices).where(eq(knownDevices.userId, userId))
    const added = await ctx.db
      .insert(knownDevices)
      .values({ userId, deviceHash: deviceKey, createdAt: ctx.now, lastSeenAt: ctx.now })
      .onConflictDoNothing()
      .returning({ userId: knownDevices.userId })
    if (added.length === 0 || before!.devices === 0) return

    const device = deviceName(userAgent) ?? undefined
    await tellOwner(ctx, { ...actor, userId, role: user.role }, user, { what: 'new_device', device, address: actor.address ?? undefined })
  })
}

/** Whom a failed sign-in counts against: a browser that the account knows has a count of its own. */
export function signInCounter(ctx: Context, actor: Actor, email: string): Promise<SignInCounter> {
  const counter = counters.get(actor) ?? findCounter(ctx, actor, email)
  counters.set(actor, counter)
  return counter
}

interface SignInCounter {
  counter: string
  isKnownDevice: boolean
}

/** One request is counted twice, and looked up once: each has an actor of its own. */
const counters = new WeakMap<Actor, Promise<SignInCounter>>()

async function findCounter(ctx: Context, actor: Actor, email: string): Promise<SignInCounter> {
  refuseWhenBusy()
  const account = email.toLowerCase()
  const isKnownDevice = actor.deviceKey !== null && (await knowsDevice(ctx, account, actor.deviceKey))
  return { counter: `${account}|${isKnownDevice ? actor.deviceKey : networkOf(actor.address)}`, isKnownDevice }
}

async function knowsDevice(ctx: Context, email: string, deviceKey: string): Promise<boolean> {
  const [known] = await ctx.db
    .select({ userId: knownDevices.userId })
    .from(knownDevices)
    .innerJoin(users, eq(users.id, knownDevices.userId))
    .where(and(eq(users.email, email), eq(knownDevices.deviceHash, deviceKey)))
  return known !== undefined
}
