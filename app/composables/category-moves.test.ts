import { describe, expect, it } from 'vitest'
import type { AdminCategory } from '#shared/contracts/admin-categories'
import { dropOf, standingOf, stepOf } from './category-moves'

const category = (path: string): AdminCategory => {
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : null
  return {
    id: path,
    parentId: parent,
    path,
    slug: path.split('/').at(-1)!,
    name: path,
    description: '',
    imageFileId: null,
    picture: null,
    seoTitle: '',
    seoDescription: '',
    attributes: [],
    productCount: 0,
  }
}
const all = ['a', 'a/x', 'a/y', 'a/y/deep', 'b', 'c'].map(category)
const of = (path: string) => all.find((one) => one.path === path)!

describe('a step in the tree', () => {
  it.each([
    ['b', 'up', { parentId: null, position: 0 }],
    ['b', 'down', { parentId: null, position: 2 }],
    ['b', 'in', { parentId: 'a', position: 2 }],
    ['b', 'out', null],
    ['a', 'up', null],
    ['a', 'in', null],
    ['c', 'down', null],
    ['a/x', 'out', { parentId: null, position: 1 }],
    ['a/y', 'in', { parentId: 'a/x', position: 0 }],
    ['a/y/deep', 'out', { parentId: 'a', position: 2 }],
  ] as const)('of %s %s', (path, way, expected) => {
    expect(stepOf(all, of(path), way)).toEqual(expected)
  })
})

describe('a drop in the tree', () => {
  it.each([
    ['c', 'a', 'before', { parentId: null, position: 0 }],
    ['a', 'b', 'after', { parentId: null, position: 1 }],
    ['a/x', 'a/y', 'after', { parentId: 'a', position: 1 }],
    ['c', 'a', 'inside', { parentId: 'a', position: 2 }],
    ['a', 'a/y/deep', 'inside', null],
    ['a', 'a/x', 'before', null],
    ['a', 'a', 'inside', null],
  ] as const)('of %s on %s, %s', (dragged, onto, place, expected) => {
    expect(dropOf(all, of(dragged), of(onto), place)).toEqual(expected)
  })
})

it('says where a category stands', () => {
  expect(standingOf(all, of('a/y'))).toEqual({ place: 2, count: 2, parent: 'a' })
  expect(standingOf(all, of('c'))).toEqual({ place: 3, count: 3, parent: null })
})
