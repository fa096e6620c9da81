import { describe, expect, it } from 'vitest'
import { plainTextOf, richTextOf } from './rich-text'

describe('plain text as rich text', () => {
  it('makes paragraphs and lists', () => {
    expect(richTextOf('A vase,\nthrown by hand.\n\n- one\n- two\n\nThe end')).toBe(
      '<p>A vase, thrown by hand.</p><ul><li>one</li><li>two</li></ul><p>The end</p>',
    )
  })

  it('begins and ends a list without blank lines too', () => {
    expect(richTextOf('With:\n* a\n• b\nand more')).toBe('<p>With:</p><ul><li>a</li><li>b</li></ul><p>and more</p>')
  })

  it('takes markup for words', () => {
    expect(richTextOf('<b>bold</b> & co')).toBe('<p>&lt;b&gt;bold&lt;/b&gt; &amp; co</p>')
  })

  it('is nothing for nothing', () => {
    expect(richTextOf(' \n\n \n')).toBe('')
  })
})

describe('rich text as plain text', () => {
  it('has a line for each paragraph and item', () => {
    expect(plainTextOf('<h3>Care</h3><p>Wash <strong>cold</strong>.<br />Dry flat.</p>\n<ul><li>one</li><li>two</li></ul>')).toBe(
      'Care\nWash cold.\nDry flat.\none\ntwo',
    )
  })

  it('keeps the cells of a table apart', () => {
    expect(plainTextOf('<table><tr><th>Size</th><td>M</td></tr></table>')).toBe('Size M')
  })

  it('gives back what was typed', () => {
    expect(plainTextOf(richTextOf('Cups &amp; <saucers> "fine"'))).toBe('Cups &amp; <saucers> "fine"')
  })

  it('takes no longer for hostile text', () => {
    const start = performance.now()
    plainTextOf('<'.repeat(50_000))
    plainTextOf('</p'.repeat(50_000))
    richTextOf('\n \n- '.repeat(10_000))
    expect(performance.now() - start).toBeLessThan(500)
  })
})
