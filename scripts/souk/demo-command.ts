import { defineCommand } from 'citty'
import { say } from '../launch/progress'
import { currentDemoCode } from './demo'

export const demoCommand = defineCommand({
  meta: { name: 'demo', description: 'The demo marketplace' },
  subCommands: {
    code: defineCommand({
      meta: { name: 'code', description: "The six digits that the demo's admin is asked for right now" },
      run: () => say(currentDemoCode()),
    }),
  },
})
