import { domains, layers } from '../../architecture.config.mjs'

/** The layers and the order of the domains as a Mermaid diagram, from the table that the checks use. */
export function architectureDiagram(): string {
  const nodes = Object.entries(layers).map(([name, { folders }]) => `  ${name}["${name}<br/><small>${folders.join('<br/>')}</small>"]`)
  const arrows = Object.entries(layers).flatMap(([name, { mayImport }]) => mayImport.map((other) => `  ${name} --> ${other}`))
  return ['```mermaid', 'flowchart TD', ...nodes, ...arrows, '```'].join('\n')
}

/** The domains in order; each may call those to its left. */
export const domainRanks = (): string => domains.join(' → ')
