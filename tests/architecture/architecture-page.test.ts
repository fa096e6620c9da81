import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { architectureDiagram, domainRanks } from '../../scripts/docs/architecture-diagram'

const page = readFileSync('docs/architecture.md', 'utf8')

it('shows the layers as architecture.config.mjs has them', () => {
  expect(page).toContain(architectureDiagram())
})

it('names the domains in their order', () => {
  expect(page).toContain(domainRanks())
})
