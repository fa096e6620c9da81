import { asc, eq } from 'drizzle-orm'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { productImages, productImportItems, products } from '#db/schema'
import { jobs } from '#server/jobs'
import { testContext } from '../../../tests/support/context'
import { importFiles } from '../../../tests/support/import-files'
import { makeCatalog } from '../../../tests/support/make-catalog'
import { applyImport, startApplying } from './apply-import'
import { bringPictures } from './bring-pictures'
import { checkImport } from './check-import'
import { exportProducts } from './export-products'
import { retryPictures } from './retry-pictures'
import { startImport } from './start-import'
import { summariseImport } from './summarise-import'
import { startUndo, undoImport } from './undo-import'

const ctx = await testContext({}, jobs)
const catalog = makeCatalog(ctx)

let asked = 0
let isDown = false
const server = http.createServer(async (request, response) => {
  asked++
  if (isDown) response.writeHead(503).end()
  else if (request.url === '/missing.png') response.writeHead(404).end()
  else if (request.url === '/words.png') response.end('not a picture')
  else {
    const background = request.url === '/one.png' ? '#258' : '#852'
    response.end(
      await sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer(),
    )
  }
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise((done) => server.close(done)))

const here = () => ({ mayAsk: (address: string, at: number) => address === '127.0.0.1' && at === port })

it('brings pictures once the product is there, notes those that cannot be had, and finds them all again', async () => {
  const shop = await catalog.shop()
  const picture = (name: string) => `http://127.0.0.1:${port}/${name}.png`
  const file = [
    'Handle,Title,Variant SKU,Variant Price,Image Src,Image Position,Image Alt Text',
    `cup,Cup,CUP,5.00,${picture('two')},2,From below`,
    `cup,,,,${picture('one')},1,`,
    `cup,,,,${picture('missing')},3,`,
    `cup,,,,${picture('words')},4,`,
    'cup,,,,http://10.0.0.1/inside.png,5,',
  ].join('\n')
  const bring = async (text: string) => {
    async function* bytes() {
      yield Buffer.from(text)
    }
    const { id } = await startImport(ctx, shop.owner, shop.row.id, { fileName: 'a.csv', bytes: bytes() }, { queued: false })
    await checkImport(ctx, id)
    await startApplying(ctx, shop.owner, shop.row.id, id)
    await applyImport(ctx, id)
    expect(await bringPictures(ctx, id, Infinity, here())).toBe(null)
    return id
  }
  const exported = async () => {
    let text = ''
    for await (const piece of await exportProducts(ctx, shop.owner, shop.row.id)) text += piece
    return text
  }

  const first = await bring(file)
  const [cup] = await ctx.db.select().from(products).where(eq(products.shopId, shop.row.id))
  const gallery = () => ctx.db.select().from(productImages).where(eq(productImages.productId, cup!.id)).orderBy(asc(productImages.position))
  const shown = await gallery()
  expect(shown.map(({ alt }) => alt)).toEqual(['', 'From below'])
  const [item] = await ctx.db.select().from(productImportItems).where(eq(productImportItems.importId, first))
  expect(item!.problems.map(({ code, value }) => [code, value])).toEqual([
    ['picture_failed', `${picture('missing')} (status)`],
    ['picture_failed', expect.stringContaining(picture('words'))],
    ['picture_failed', 'http://10.0.0.1/inside.png (address)'],
  ])
  expect(item).toMatchObject({ action: 'create', state: 'applied' })

  const before = asked
  const again = await bring(file)
  expect(await summariseImport(ctx, again)).toMatchObject({ unchanged: 1, changed: 0, created: 0 })
  expect(asked).toBe(before)

  const text = await exported()
  expect(await summariseImport(ctx, await bring(text))).toMatchObject({ unchanged: 1, changed: 0 })
  expect(await gallery()).toEqual(shown)

  const added = await bring(`${file}\ncup,,,,${picture('three')},1,New`)
  expect(await summariseImport(ctx, added)).toMatchObject({ changed: 1 })
  expect(await gallery()).not.toEqual(shown)
  await startUndo(ctx, shop.owner, shop.row.id, added)
  await undoImport(ctx, added)
  expect(await exported()).toBe(text)
})

it('is taken back with the product whose pictures came in several goes', async () => {
  const shop = await catalog.shop()
  const files = importFiles(ctx, () => shop)
  const address = (name: string) => `http://127.0.0.1:${port}/${name}.png`
  const before = await files.exported()
  const { id } = await files.bring(
    `Handle,Title,Variant SKU,Variant Price,Image Src\nlamp,Lamp,LAMP,5.00,${address('one')}\nlamp,,,,${address('two')}`,
  )
  isDown = true
  const bring = () => bringPictures(ctx, id, Infinity, here())
  let next = await bring()
  isDown = false
  for (; next; next = await bring()) ctx.travelTo(next)
  ctx.travelTo(null)
  const shown = () =>
    ctx.db
      .select()
      .from(productImages)
      .innerJoin(products, eq(products.id, productImages.productId))
      .where(eq(products.shopId, shop.row.id))
  expect(await shown()).toHaveLength(2)

  await files.undo(id)
  expect(await files.exported()).toBe(before)
  expect(await ctx.db.$count(products, eq(products.shopId, shop.row.id))).toBe(0)
})

it('tries again after growing pauses what cannot be had just now, then gives up until the seller asks', async () => {
  const shop = await catalog.shop()
  const files = importFiles(ctx, () => shop)
  const address = `http://127.0.0.1:${port}/one.png`
  isDown = true
  const { id } = await files.bring(`Handle,Title,Variant SKU,Variant Price,Image Src\nlamp,Lamp,LAMP,5.00,${address}`)
  const tryAt = (at: Date) => {
    ctx.travelTo(at)
    return bringPictures(ctx, id, Infinity, here())
  }
  const said = async () => (await files.itemsOf(id)).flatMap(({ problems }) => problems.map(({ code, value }) => [code, value]))

  const start = new Date()
  const minutes = [0]
  for (let at: Date | null = start; (at = await tryAt(at));) {
    expect(await said()).toEqual([['picture_later', `${address} (busy)`]])
    expect(await summariseImport(ctx, id)).toMatchObject({ picturesToCome: 1, picturesFailed: 0 })
    const before = asked
    expect(await tryAt(new Date(at.getTime() - 1))).toEqual(at)
    expect(asked).toBe(before)
    minutes.push(Math.round((at.getTime() - start.getTime()) / 60_000))
  }
  expect(minutes).toEqual([0, 1, 6, 36, 156])
  expect(await said()).toEqual([['picture_failed', `${address} (busy)`]])
  expect(await summariseImport(ctx, id)).toMatchObject({ picturesToCome: 0, picturesFailed: 1 })

  isDown = false
  ctx.travelTo(null)
  const pictures = ctx.db.select().from(productImages).innerJoin(products, eq(products.id, productImages.productId))
  expect(await pictures.where(eq(products.shopId, shop.row.id))).toEqual([])
  await expect(retryPictures(ctx, await catalog.person(), shop.row.id, id)).rejects.toMatchObject({ code: 'shops.not_found' })
  expect(await summariseImport(ctx, id)).toMatchObject({ picturesToCome: 0, picturesFailed: 1 })

  await retryPictures(ctx, shop.owner, shop.row.id, id)
  expect(await bringPictures(ctx, id, Infinity, here())).toBe(null)
  expect(await said()).toEqual([])
  expect(await summariseImport(ctx, id)).toMatchObject({ picturesToCome: 0, picturesFailed: 0 })
  expect(await pictures.where(eq(products.shopId, shop.row.id))).toHaveLength(1)
})
