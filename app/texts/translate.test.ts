import { describe, expect, it } from 'vitest'
import { translator } from './translate'

const { t, te } = translator(
  {
    plain: 'Hello',
    domain: { named: 'Hello, {name}', mail: "name{'@'}example.org, {name}" },
    forms: '{count} thing | {count} things',
    none: 'nothing | one thing | {count} things',
  },
  'en',
)

describe('translator', () => {
  it('finds a text by its domain and name', () => {
    expect(t('plain')).toBe('Hello')
    expect(t('domain.named', { name: 'Ada' })).toBe('Hello, Ada')
  })

  it('leaves a missing value out and shows a key that has no text', () => {
    expect(t('domain.named')).toBe('Hello, ')
    expect(t('domain.other')).toBe('domain.other')
    expect(t('domain')).toBe('domain')
  })

  it('shows what stands in quotes as it is', () => {
    expect(t('domain.mail', { name: '{x}' })).toBe('name@example.org, {x}')
  })

  it.each([
    ['forms', 0, '0 things'],
    ['forms', 1, '1 thing'],
    ['forms', 7, '7 things'],
    ['none', 0, 'nothing'],
    ['none', 1, 'one thing'],
    ['none', 2, '2 things'],
  ])('takes the form of %s for %i', (key, count, text) => {
    expect(t(key, count)).toBe(text)
    expect(t(key, {}, count)).toBe(text)
  })

  it('shows the given words where a count only chooses the form', () => {
    expect(t('forms', { count: '1,234' }, 1234)).toBe('1,234 things')
  })

  it('knows which texts there are', () => {
    expect([te('plain'), te('domain.named'), te('domain'), te('nothing')]).toEqual([true, true, false, false])
  })
})
