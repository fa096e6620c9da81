import { migrations } from '#souk/build'
import { defineEventHandler, setResponseHeader, setResponseStatus } from 'h3'
import { readiness } from '#server/http/readiness'
import { currentWorld } from '#server/http/world'

/** Whether this process may be sent requests. */
export default defineEventHandler(async (event) => {
  const state = await readiness(currentWorld(), migrations)
  const serves = state.status === 'ready' || state.status === 'degraded'
  setResponseHeader(event, 'cache-control', 'no-store')
  setResponseStatus(event, serves ? 200 : 503)
  return state
})
