import type { Presence } from '#server/platform/presence/presence'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'

/** What every driver of presence promises; `other` is another node, or the same where there is only one. */
export function presenceContract(presence: () => Presence, other: () => Presence): void {
  let people = 0
  const somebody = () => `user-${process.pid}-${people++}`

  it('knows who is here, on every node', async () => {
    const [here, away] = [somebody(), somebody()]
    await presence().beat(here, 'socket-1', 60)
    expect(await presence().online([here, away])).toEqual(
      new Map([
        [here, true],
        [away, false],
      ]),
    )
    expect(await other().online([here, away])).toEqual(
      new Map([
        [here, true],
        [away, false],
      ]),
    )
  })

  it('keeps a user here until the last socket left', async () => {
    const user = somebody()
    await presence().beat(user, 'socket-1', 60)
    await other().beat(user, 'socket-2', 60)
    await presence().leave(user, 'socket-1')
    expect(await presence().online([user])).toEqual(new Map([[user, true]]))
    await other().leave(user, 'socket-2')
    expect(await presence().online([user])).toEqual(new Map([[user, false]]))
  })

  it('forgets who is not heard of any more', async () => {
    const user = somebody()
    await presence().beat(user, 'socket-1', 0.2)
    await pause(300)
    expect(await presence().online([user])).toEqual(new Map([[user, false]]))
  })

  it('takes repeated beats and leaves as one', async () => {
    const user = somebody()
    await presence().beat(user, 'socket-1', 60)
    await presence().beat(user, 'socket-1', 60)
    await presence().leave(user, 'socket-1')
    await presence().leave(user, 'socket-1')
    expect(await presence().online([user])).toEqual(new Map([[user, false]]))
  })

  it('answers for nobody', async () => {
    expect(await presence().online([])).toEqual(new Map())
  })
}
