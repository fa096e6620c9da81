import { describe, expect, it } from 'vitest'
import { cpuMs } from '../../../tests/support/cpu-time'
import { inflectionsOf, joinsOf, numberAndUnit, oneSlipAway, slipsBetween, splitsOf, umlautForm } from './word-guesses'

describe('guesses at a word', () => {
  it.each([
    ['wolldecke', { first: 'wolle', second: 'decke' }],
    ['eichenhocker', { first: 'eiche', second: 'hocker' }],
    ['coffeetable', { first: 'coffee', second: 'table' }],
  ])('%j may be two words', (word, parts) => {
    expect(splitsOf(word)).toContainEqual(parts)
  })

  it('leaves short words whole', () => {
    expect(splitsOf('vase')).toEqual([])
  })

  it.each([
    ['tea', 'pot', 'teapot'],
    ['jacke', 'regen', 'regenjacke'],
    ['tomate', 'samen', 'tomatensamen'],
    ['wolle', 'decke', 'wolldecke'],
  ])('%j and %j may be %j', (one, other, joined) => {
    expect(joinsOf(one, other)).toContain(joined)
  })

  it.each([
    ['kraeutertee', 'krautertee'],
    ['gruen', 'grun'],
    ['blue', null],
    ['tee', null],
  ])('%j without an umlaut is %j', (typed, word) => {
    expect(umlautForm(typed)).toBe(word)
  })

  it('knows numbers with a unit and plurals that are no forms of a stem', () => {
    expect(numberAndUnit('500ml')).toEqual(['500', 'ml'])
    expect(numberAndUnit('usb2')).toBeNull()
    expect(inflectionsOf('knives')).toContain('knife')
    expect(inflectionsOf('scarf')).toEqual(['scarves'])
    expect(inflectionsOf('mice')).toEqual(['mouse'])
  })
})

describe('slips', () => {
  it.each([
    ['vaze', 'vase', 1],
    ['teepot', 'teapot', 1],
    ['trian', 'train', 1],
    ['bycicle', 'bicycle', 2],
    ['vase', 'vase', 0],
    ['', 'mug', 3],
  ])('from %j to %j are %i', (one, other, slips) => {
    expect(slipsBetween(one, other)).toBe(slips)
  })

  it('reach everything that is one away and nothing else', () => {
    expect(oneSlipAway('mug')).toEqual(expect.arrayContaining(['mugg', 'mg', 'umg', 'mag']))
    expect(oneSlipAway('mug').filter((word) => slipsBetween('mug', word) !== 1)).toEqual([])
    expect(cpuMs(() => splitsOf('x'.repeat(120)))).toBeLessThan(50)
  })
})
