import { defineNitroPlugin } from 'nitropack/runtime'
import { currentWorld } from '#server/http/world'
import { asTestGateway } from '#server/platform/payment-gateway/test-gateway'

/** The test provider sends its webhooks to this very server, as one elsewhere would to its public address. */
export default defineNitroPlugin(() => {
  const { gateway, config } = currentWorld()
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host
  const authority = host.includes(':') ? `[${host}]:${config.PORT}` : `${host}:${config.PORT}`
  asTestGateway(gateway)?.post.start(`http://${authority}/webhooks/test`)
})
