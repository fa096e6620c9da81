import { describe, expect, it } from 'vitest'
import { fillReply } from './saved-reply'

describe('a saved reply', () => {
  it('names who and what it is about', () => {
    expect(
      fillReply('Hello {customer}, {order} is on its way. {me}, {shop} ({customer})', {
        customer: 'Ada',
        order: 'S-12',
        me: 'Hal',
        shop: 'Clay',
      }),
    ).toBe('Hello Ada, S-12 is on its way. Hal, Clay (Ada)')
  })

  it('leaves what is not known, not meant or not a name of its own', () => {
    const body = '{order} {product} {constructor} {Customer} {customer {}'
    expect(fillReply(body, { order: null, product: '' })).toBe(body)
    expect(fillReply('{customer}', { customer: '{me} $&', me: 'Hal' })).toBe('{me} $&')
  })
})
