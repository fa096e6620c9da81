import { defineCommand } from 'citty'
import { say } from '../launch/progress'
import { command } from './command'
import { currentDemoCode } from './demo'

const codeCommand = command({
  meta: { name: 'code', description: "The six digits that the demo's admin is asked for right now" },
  run: () => {
    say(currentDemoCode())
  },
})

export const demoCommand = defineCommand({
  meta: { name: 'demo', description: 'The demo marketplace' },
  subCommands: { code: codeCommand },
})
