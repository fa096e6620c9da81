import { describe, expect, it } from 'vitest'
import { slugSchema } from './contracts/common'
import { slugify } from './slugs'

describe('slugify', () => {
  it.each([
    ['Hand-thrown Vase', 'hand-thrown-vase'],
    ['Käse & Brot', 'kase-brot'],
    ['Straße Ærø Łódź', 'strasse-aero-lodz'],
    ['  “Sun”  —  No. 5 ', 'sun-no-5'],
    ['½ kg', '1-2-kg'],
    ['花', ''],
    ['', ''],
  ])('turns %j into %j', (title, slug) => {
    expect(slugify(title)).toBe(slug)
  })

  it('ends between words when a title is long', () => {
    const slug = slugify('word '.repeat(40))
    expect(slug.length).toBeLessThanOrEqual(80)
    expect(slug.endsWith('word')).toBe(true)
    expect(slugify('x'.repeat(300))).toHaveLength(80)
  })

  it('gives what an address takes', () => {
    for (const title of ['A -- B', 'Ünïcödé', 'emoji 🎉 party', '-a-']) expect(slugSchema.safeParse(slugify(title)).success).toBe(true)
  })
})
