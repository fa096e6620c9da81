import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { domains } from '../../architecture.config.mjs'

const folders = readdirSync('server/domains')

it('has a rank for every domain', () => {
  expect(folders.filter((name) => !domains.includes(name))).toEqual([])
})

describe.each(folders)('%s', (name) => {
  const files = readdirSync(`server/domains/${name}`)

  it('has a door and a page that says what it is for', () => {
    expect(files).toContain('index.ts')
    expect(
      existsSync(`server/domains/${name}/README.md`) && readFileSync(`server/domains/${name}/README.md`, 'utf8').length,
    ).toBeGreaterThan(100)
  })

  it('names its files by what they do', () => {
    const vague = /(?:^|-)(?:utils?|helpers?|common|manager|misc)(?:-|\.|$)/
    expect(
      files.filter((file) => vague.test(file) || (file.endsWith('.ts') && !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.ts$/.test(file))),
    ).toEqual([])
  })

  it('has no default exports: a door and its files name what they give', () => {
    const withDefault = files.filter(
      (file) => file.endsWith('.ts') && /^export default /m.test(readFileSync(`server/domains/${name}/${file}`, 'utf8')),
    )
    expect(withDefault).toEqual([])
  })
})

it.each(['server/utils', 'server/types', 'shared/utils', 'shared/types'])(
  'does without %s, which Nitro would import by itself',
  (folder) => {
    expect(existsSync(folder)).toBe(false)
  },
)
