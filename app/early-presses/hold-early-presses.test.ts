// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest'
import { holdEarlyPresses } from './hold-early-presses'

holdEarlyPresses()
const heard: string[] = []
const hear = (element: Element, kind: string) => element.addEventListener(kind, () => heard.push(`${element.id} ${kind}`))
const comeAlive = async () => {
  document.dispatchEvent(new Event('souk:part-alive'))
  await new Promise((resolve) => setTimeout(resolve, 50))
}

beforeEach(() => {
  heard.length = 0
  document.body.innerHTML = '<main data-asleep></main>'
})

/** Puts elements into a part of the page that is not alive yet. */
function draw(html: string) {
  const part = document.querySelector('main')!
  part.innerHTML = html
  return { part, find: (id: string) => part.querySelector<HTMLInputElement>(`#${id}`)! }
}

it('does what was done to a page in its order, each once, when it is alive', async () => {
  document.dispatchEvent(new Event('souk:alive'))
  const { part, find } = draw('<button id="a" type="button">A</button><input id="text"><button id="b" type="button">B</button>')
  find('a').click()
  find('a').click()
  find('text').value = 'typed'
  find('text').dispatchEvent(new Event('input', { bubbles: true }))
  find('b').click()

  for (const [id, kind] of [
    ['a', 'click'],
    ['text', 'input'],
    ['b', 'click'],
  ] as const)
    hear(find(id), kind)
  delete part.dataset.asleep
  await comeAlive()
  expect(heard).toEqual(['a click', 'text input', 'b click'])
  expect(find('text').value).toBe('typed')
})

it('presses a box again that listens to presses, and leaves it as it was wanted', async () => {
  const { part, find } = draw('<input id="on" type="checkbox"><input id="twice" type="checkbox">')
  find('on').click()
  find('twice').click()
  find('twice').click()

  for (const id of ['on', 'twice']) for (const kind of ['click', 'change']) hear(find(id), kind)
  delete part.dataset.asleep
  await comeAlive()
  expect([find('on').checked, find('twice').checked]).toEqual([true, false])
  expect(heard.filter((what) => what.startsWith('on'))).toEqual(['on click', 'on change'])
})
