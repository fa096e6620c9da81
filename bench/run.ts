import { defineCommand, runMain } from 'citty'
import { measurePages } from './pages'

/** Measurements, always as a ratio to a bare server in the same run. */
void runMain(
  defineCommand({
    meta: { name: 'bench', description: 'Measures Souk against the limits of its own parts' },
    subCommands: {
      pages: defineCommand({
        meta: { name: 'pages', description: 'Home, category, product and the product API, cached and not' },
        args: {
          products: { type: 'string', default: '10000', description: 'Size of the load world' },
          seconds: { type: 'string', default: '8', description: 'Length of each measurement' },
          connections: { type: 'string', default: '16', description: 'Requests under way at once' },
        },
        run: ({ args }) =>
          measurePages({ products: Number(args.products), seconds: Number(args.seconds), connections: Number(args.connections) }),
      }),
    },
  }),
)
