import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MUTANTS } from '../../scripts/test/mutants'

it.each(MUTANTS.map(({ what, file, from }) => [what, file, from]))('can still be taken away: %s', (_what, file, from) => {
  expect(readFileSync(file, 'utf8').split(from)).toHaveLength(2)
})
