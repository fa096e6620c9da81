import { expect, it } from 'vitest'
import { jobs } from '#server/jobs'
import { testContext } from '../../../tests/support/context'
import { importFiles } from '../../../tests/support/import-files'
import { makeCatalog, type MadeShop } from '../../../tests/support/make-catalog'
import { changeMapping } from './change-mapping'
import { checkImport } from './check-import'
import { getImport } from './get-import'
import { startImport } from './start-import'
import { sweepImportFiles } from './sweep-import-files'

const ctx = await testContext({}, jobs)
const catalog = makeCatalog(ctx)
let shop: MadeShop
const files = importFiles(ctx, () => shop)
const stored = async () => (await Array.fromAsync(ctx.storage.list('imports/'))).sort()

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}

it('deletes what no import names, once nobody can still be sending it, and nothing else', async () => {
  shop = await catalog.shop()
  const { storageKey } = await files.check('Handle,Title,SKU,Price\ncup,Cup,CUP,5.00')
  const left = [`imports/${ctx.newId()}/00000`, `imports/${ctx.newId()}-pictures-${ctx.newId()}/00001`]
  for (const key of left) await ctx.storage.put(key, Buffer.from('left'), { contentType: 'application/octet-stream' })

  await sweepImportFiles(ctx)
  expect(await stored()).toEqual([`${storageKey}/00000`, ...left].sort())

  ctx.travelTo(new Date(Date.now() + 25 * 60 * 60 * 1000))
  await sweepImportFiles(ctx)
  expect(await stored()).toEqual([`${storageKey}/00000`])
  ctx.travelTo(null)
})

it('keeps a file until it was applied, or for a month; then it can be sent again', async () => {
  shop = await catalog.shop()
  const file = (name: string) => `Handle,Title,SKU,Price\n${name},${name},${name},5.00`
  const waiting = await files.check(file('waiting'))
  const applied = await files.bring(file('applied'))
  const keptOf = async () =>
    (await stored()).filter((key) => [waiting.id, applied.id].some((id) => key.includes(id))).map((key) => key.split('/')[1])
  const inDays = (days: number) => ctx.travelTo(new Date(Date.now() + days * 24 * 60 * 60 * 1000))

  inDays(2)
  await sweepImportFiles(ctx)
  expect(await keptOf()).toEqual([waiting.id])
  inDays(31)
  await sweepImportFiles(ctx)
  expect(await keptOf()).toEqual([])
  ctx.travelTo(null)

  await changeMapping(ctx, shop.owner, shop.row.id, waiting.id, { mapping: { title: 'Title' } })
  expect(await checkImport(ctx, waiting.id)).toMatchObject({ status: 'failed', problem: expect.stringContaining('send it again') })
  expect(await getImport(ctx, shop.owner, shop.row.id, applied.id)).toMatchObject({ header: ['Handle', 'Title', 'SKU', 'Price'] })
  await files.undo(applied.id)
})

it('has nothing to do after a file that could not be read', async () => {
  shop = await catalog.shop()
  const before = await stored()
  const unreadable = startImport(ctx, shop.owner, shop.row.id, { fileName: 'a.csv', bytes: bytesOf('a,"b') })
  await expect(unreadable).rejects.toMatchObject({ code: 'imports.unreadable' })
  expect(await stored()).toEqual(before)
})
