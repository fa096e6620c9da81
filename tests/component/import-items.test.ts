import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, it } from 'vitest'
import ImportItems from '../../app/components/seller/ImportItems.vue'
import type { ImportItem } from '#shared/contracts/product-imports'

const item = (changes: ImportItem['changes']): ImportItem => ({
  position: 1,
  line: 2,
  handle: 'bowl',
  title: 'Bowl',
  action: 'change',
  state: 'planned',
  variantCount: 1,
  problems: [],
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
