import { expect, it } from 'vitest'
import { routes } from '#souk/routes'
import { loadRoutes } from '#server/http/openapi'
import { accessMatrix, withoutRoute } from '../support/access-matrix'

const loaded = await loadRoutes(routes)

/** A change of who may do what shows in access-matrix.json; `vitest run --project unit -u` writes it. */
it('is as access-matrix.json has it, for every route', async () => {
  const lines = Object.entries(accessMatrix(loaded)).map(([name, row]) => `  ${JSON.stringify(name)}: ${JSON.stringify(row)}`)
  await expect(`{\n${lines.join(',\n')}\n}\n`).toMatchFileSnapshot('./access-matrix.json')
})

it('speaks of no route that is gone', () => {
  expect(withoutRoute(loaded)).toEqual([])
})
