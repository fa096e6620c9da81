import { expect, it } from 'vitest'
import { readGrams, readPrice, readWhole } from './read-numbers'

it.each([
  ['12.50', 1250],
  ['12,50', 1250],
  ['12', 1200],
  ['12.5', 1250],
  ['0.99', 99],
  ['.5', 50],
  ['1,299.00', 129_900],
  ['1.299,00', 129_900],
  ['1,299', 129_900],
  ['1 299,00', 129_900],
  ['1’299.50', 129_950],
  ['1,234,567.89', 123_456_789],
  ['1.234.567', 123_456_700],
  ['€ 12,50', 1250],
  ['12,50 €', 1250],
  ['USD 12.50', 1250],
  ['19.990000', 1999],
])('reads %j as %i cents', (text, minor) => {
  expect(readPrice(text, 'EUR')).toEqual({ value: minor })
})

it.each(['1.299', 'free', '12.50.1', '1,29,900', '--', '12-14', '-5', '1e3', '12..5'])('does not guess what %j means', (text) => {
  expect(readPrice(text, 'EUR')).toEqual({ code: 'number_unclear' })
})

it('refuses more decimals than the currency has', () => {
  expect(readPrice('12.345678', 'EUR')).toEqual({ code: 'number_too_precise' })
  expect(readPrice('0.125', 'EUR')).toEqual({ code: 'number_too_precise' })
  expect(readPrice('12.50', 'JPY')).toEqual({ code: 'number_too_precise' })
  expect(readPrice('1299', 'JPY')).toEqual({ value: 1299 })
})

it('reads three decimals where the currency has them', () => {
  expect(readPrice('1.250', 'KWD')).toEqual({ value: 1250 })
  expect(readPrice('0.005', 'KWD')).toEqual({ value: 5 })
  expect(readPrice('1,250.500', 'KWD')).toEqual({ value: 1_250_500 })
})

it('reads counts, with nothing on the shelf below zero', () => {
  expect(readWhole('12', 100)).toEqual({ value: 12 })
  expect(readWhole('12.0', 100)).toEqual({ value: 12 })
  expect(readWhole('-3', 100)).toEqual({ value: 0 })
  expect(readWhole('1.5', 100)).toEqual({ code: 'number_unclear' })
  expect(readWhole('101', 100)).toEqual({ code: 'number_out_of_range' })
})

it('reads weights in whole grams', () => {
  expect(readGrams('453.592', 1)).toEqual({ value: 454 })
  expect(readGrams('1.250', 1000)).toEqual({ value: 1250 })
  expect(readGrams('0,25', 1000)).toEqual({ value: 250 })
})
