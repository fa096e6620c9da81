import { defineEventHandler, setResponseHeader } from 'h3'

/** Whether the process lives. Asks nothing of anything. */
export default defineEventHandler((event) => {
  setResponseHeader(event, 'cache-control', 'no-store')
  return { status: 'alive' }
})
