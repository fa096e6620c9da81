import { describe, expect, it } from 'vitest'
import { cpuMs } from '../tests/support/cpu-time'
import { summaryOf, toProse } from './prose'

describe('prose', () => {
  it('makes paragraphs and lists of plain text', () => {
    expect(toProse('A vase,\nthrown by hand.\n\n- one\n- two\n\nThe end')).toEqual([
      { kind: 'paragraph', text: 'A vase, thrown by hand.' },
      { kind: 'list', items: ['one', 'two'] },
      { kind: 'paragraph', text: 'The end' },
    ])
  })

  it('lets a list follow its sentence', () => {
    expect(toProse('With:\n- a\n- b\nand more')).toEqual([
      { kind: 'paragraph', text: 'With:' },
      { kind: 'list', items: ['a', 'b'] },
      { kind: 'paragraph', text: 'and more' },
    ])
  })

  it('has nothing for nothing', () => {
    expect(toProse(' \n\n \n')).toEqual([])
  })

  it('keeps markup as the text it is', () => {
    expect(toProse('<b>bold</b>')).toEqual([{ kind: 'paragraph', text: '<b>bold</b>' }])
  })

  it('reads fifty thousand characters in no time', () => {
    expect(cpuMs(() => toProse('\n \n- '.repeat(10_000)))).toBeLessThan(50)
    expect(cpuMs(() => summaryOf(' \n'.repeat(25_000)))).toBeLessThan(50)
  })

  it('sums up between words', () => {
    expect(summaryOf('short\n- and sweet')).toBe('short and sweet')
    const summary = summaryOf('word '.repeat(100), 60)
    expect(summary).toBe(`${'word '.repeat(11).trimEnd()}…`)
  })
})
