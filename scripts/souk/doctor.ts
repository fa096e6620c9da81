import { say } from '../launch/progress'
import { command } from './command'
import { withMarketplace } from './open-world'

export const doctorCommand = command({
  meta: { name: 'doctor', description: 'Checks that every invariant of the marketplace holds; exit code 1 if one does not' },
  run: () =>
    withMarketplace(async () => {
      say('nothing to check yet')
    }),
})
