import { environmentSchema } from '#server/platform/config/config'

const HEAD = `# Everything that Souk reads from its environment. Nothing is needed for the demo: \`npm start\`.
# Each may also be given as NAME_FILE, the path of a file that holds the value.
`

/** The content of `.env.example`, from the schema that checks the environment. */
export function environmentExample(): string {
  const defaults = environmentSchema.parse({}) as Record<string, unknown>
  const entries = Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const value = defaults[name]
    return `# ${schema.description}\n# ${name}=${value === undefined ? '' : shown(value)}`
  })
  return [HEAD, ...entries.map((entry) => `${entry}\n`)].join('\n')
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  if (typeof value === 'boolean') return value ? '1' : '0'
  return String(value)
}
