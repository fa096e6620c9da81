import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, it } from 'vitest'
import ImportItems from '../../app/components/seller/ImportItems.vue'
import type { ImportItem } from '#shared/contracts/product-imports'

const item = (changes: ImportItem['changes'], problems: ImportItem['problems'] = []): ImportItem => ({
  position: 1,
  line: 2,
  handle: 'bowl',
  title: 'Bowl',
  action: 'change',
  state: 'planned',
  variantCount: 1,
  problems,
  changes,
})

it('says what changes as people write it', async () => {
  const changes = [
    { field: 'description', from: '<p>Round</p>', to: '<p>Very <em>round</em></p>' },
    { field: 'tags', from: ['soft', 'new'], to: [] },
    { field: 'options', from: [], to: [{ name: 'Size', values: ['S', 'M'] }] },
    { field: 'variant:S:priceMinor', from: 2400, to: 2650 },
    { field: 'variant:S:tracked', from: true, to: false },
    { field: 'variant:M', from: null, to: { sku: 'B-M', priceMinor: 3000, onHand: 4, tracked: true } },
  ]
  const items = await mountSuspended(ImportItems, { props: { items: [item(changes)], currency: 'EUR' } })

  expect(items.findAll('dl > div').map((change) => change.text().replace(/\s+/g, ' '))).toEqual([
    'Description:Round → Very round',
    'Tags:soft, new → –',
    'Options:– → Size: S, M',
    'S: Price:€24.00 → €26.50',
    'S: Stock is counted:Yes → No',
    'M:– → SKU: B-M, Price: €30.00, Stock: 4',
  ])
})

it('says by its file which picture did not come, and why', async () => {
  const problems: ImportItem['problems'] = [
    { line: 2, column: 'Image', code: 'picture_later', value: 'https://a.example/x/round-bowl.jpg?v=1 (unreachable)', text: '' },
    { line: 2, column: 'Image', code: 'picture_failed', value: 'back.png (no_such_file)', text: '' },
    { line: 2, column: 'Image', code: 'picture_failed', value: 'side (1).png (files.unsupported)', text: '' },
    { line: 2, column: 'SKU', code: 'sku_taken', value: 'https://a.example/b (status)', text: '' },
  ]
  const items = await mountSuspended(ImportItems, { props: { items: [item([], problems)], currency: 'EUR' } })

  expect(items.findAll('li li').map((problem) => problem.text().replace(/\s+/g, ' '))).toEqual([
    'Line 2, Image: The picture could not be brought yet and is tried again: round-bowl.jpg (its server cannot be reached)',
    'Line 2, Image: The picture could not be brought: back.png (no such file in the zip)',
    expect.stringMatching(/^Line 2, Image: The picture could not be brought: side \(1\)\.png \(.+\)$/),
    'Line 2, SKU: Another product of the shop has the SKU “https://a.example/b (status)”.',
  ])
})
