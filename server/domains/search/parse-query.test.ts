import { describe, expect, it } from 'vitest'
import { cpuMs } from '../../../tests/support/cpu-time'
import { parseQuery } from './parse-query'

const partsOf = (typed: string) => {
  const { words, phrases, without } = parseQuery(typed)
  return { words, phrases, without }
}

describe('what was typed', () => {
  it.each([
    ['blue mug', { words: ['blue', 'mug'], phrases: [], without: [] }],
    ['"cast iron" pan', { words: ['cast', 'iron', 'pan'], phrases: [['cast', 'iron']], without: [] }],
    ['„alte Sorten“', { words: ['alte', 'sorten'], phrases: [['alte', 'sorten']], without: [] }],
    ['mug -blue -"with lid"', { words: ['mug'], phrases: [], without: [['blue'], ['with', 'lid']] }],
    ['left-handed', { words: ['left', 'handed'], phrases: [], without: [] }],
    ['-vase', { words: ['vase'], phrases: [], without: [] }],
    ['"vase', { words: ['vase'], phrases: [], without: [] }],
    ['CRÈME Brûlée größe', { words: ['creme', 'brulee', 'grosse'], phrases: [], without: [] }],
    ['1,5 l', { words: ['1.5', 'l'], phrases: [], without: [] }],
    ["'; drop table listings; --", { words: ['drop', 'table', 'listings'], phrases: [], without: [] }],
    ['& | ! ( ) :* <-> \\', { words: [], phrases: [], without: [] }],
    ['Kera\u00ADmik va\u200Bse', { words: ['keramik', 'vase'], phrases: [], without: [] }],
    ['ｍｕｇ ⑴', { words: ['mug', '1'], phrases: [], without: [] }],
    ['a b c d e f g h i j k l "cast iron"', { words: [...'abcdefghijkl'], phrases: [], without: [] }],
  ])('%j is taken apart', (typed, parts) => {
    expect(partsOf(typed)).toEqual(parts)
  })

  it.each([
    ['BCV-0123-L', 'bcv0123l'],
    ['kni 504', 'kni504'],
    ['blue mug', null],
    ['a1', null],
    ['a mug for 2 people please', null],
  ])('%j may be the SKU %j', (typed, sku) => {
    expect(parseQuery(typed).sku).toBe(sku)
  })

  it('ends in a word that may go on, unless a space follows', () => {
    expect([parseQuery('blue va').isOpen, parseQuery('blue va ').isOpen, parseQuery('"blue va"').isOpen]).toEqual([true, false, false])
  })

  it('is read in bounds and in no time', () => {
    expect(parseQuery('word '.repeat(1000)).words).toHaveLength(12)
    expect(parseQuery('x'.repeat(5000)).words).toEqual(['x'.repeat(120)])
    expect(parseQuery('ﷺ'.repeat(120)).words.join(' ').length).toBeLessThanOrEqual(120)
    expect(cpuMs(() => parseQuery('a-"'.repeat(100_000)))).toBeLessThan(50)
  })
})
