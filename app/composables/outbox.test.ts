import { expect, it } from 'vitest'
import { idSchema } from '#shared/contracts/common'
import { newClientId } from './outbox'

it('makes ids that the contract takes, each another', () => {
  const ids = Array.from({ length: 500 }, newClientId)
  expect(ids.filter((id) => !idSchema.safeParse(id).success)).toEqual([])
  expect(new Set(ids).size).toBe(500)
})
