import { expect, it } from 'vitest'
import { environmentExample } from '../../scripts/docs/environment-example'

it('is listed in .env.example with every key, what it means and its default', async () => {
  await expect(environmentExample()).toMatchFileSnapshot('../../.env.example')
})
