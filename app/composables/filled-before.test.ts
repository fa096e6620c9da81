// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { takeWhatIsFilledIn } from './filled-before'

it('takes what stands in the inputs of a form, by the paths of its fields', () => {
  document.body.innerHTML = `
    <input name="email" value="ada@mail.example">
    <input name="note" value="">
    <input name="address.city" value="Berlin">
    <input name="accepted" type="checkbox" checked>`
  const fields = { email: '', note: 'as it was', address: { city: '' }, accepted: false, elsewhere: 'kept' }
  takeWhatIsFilledIn(fields)
  expect(fields).toEqual({
    email: 'ada@mail.example',
    note: 'as it was',
    address: { city: 'Berlin' },
    accepted: true,
    elsewhere: 'kept',
  })
})

it('takes the radio button that is chosen, not the first', () => {
  const draw = (chosen: string) =>
    (document.body.innerHTML = ['first', 'second']
      .map((value) => `<input name="role" type="radio" value="${value}" ${value === chosen ? 'checked' : ''}>`)
      .join(''))
  const fields = { role: 'second' }
  draw('second')
  takeWhatIsFilledIn(fields)
  expect(fields.role).toBe('second')
  draw('')
  takeWhatIsFilledIn(fields)
  expect(fields.role).toBe('second')
  draw('first')
  takeWhatIsFilledIn(fields)
  expect(fields.role).toBe('first')
})
