import { defineCommand, type ArgsDef, type CommandDef } from 'citty'
import { explain } from '../launch/refusal'

/** A command whose refusals are told in a sentence; its exit code is 1 then. */
export function command<const Args extends ArgsDef>(definition: CommandDef<Args>): CommandDef<Args> {
  return defineCommand({
    ...definition,
    async run(context) {
      try {
        await definition.run?.(context)
      } catch (error) {
        process.stderr.write(`${explain(error)}\n`)
        process.exitCode = 1
      }
    },
  })
}
