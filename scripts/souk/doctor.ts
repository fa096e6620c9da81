import { defineCommand } from 'citty'
import { say } from '../launch/progress'
import { withMarketplace } from './open-world'

export const doctorCommand = defineCommand({
  meta: { name: 'doctor', description: 'Checks that every invariant of the marketplace holds; exit code 1 if one does not' },
  run: () =>
    withMarketplace(async () => {
      say('nothing to check yet')
    }),
})
