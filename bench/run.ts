import { defineCommand, runMain } from 'citty'
import { measureChat } from './chat'
import { measureCheckout } from './checkout'
import { measureImport } from './import'
import { measureLogin } from './login'
import { measurePages } from './pages'
import { measureSearch } from './search'

/** Measurements, always as a ratio to a bare server in the same run. */
void runMain(
  defineCommand({
    meta: { name: 'bench', description: 'Measures Souk against the limits of its own parts' },
    subCommands: {
      chat: defineCommand({
        meta: { name: 'chat', description: 'Messages from the press to the other screen, beside a bare fan-out and echo' },
        args: {
          sockets: { type: 'string', default: '1000', description: 'Sockets that watch one person write' },
          pairs: { type: 'string', default: '200', description: 'Pairs of people who write at once' },
          idle: { type: 'string', default: '5000', description: 'Sockets that only wait' },
          messages: { type: 'string', default: '100', description: 'Messages to many; a fifth of it in each pair' },
        },
        run: ({ args }) =>
          measureChat({
            sockets: Number(args.sockets),
            pairs: Number(args.pairs),
            idle: Number(args.idle),
            messages: Number(args.messages),
          }),
      }),
      checkout: defineCommand({
        meta: { name: 'checkout', description: 'Filling carts and buying by the test provider, beside what Postgres commits' },
        args: {
          seconds: { type: 'string', default: '10', description: 'Length of each measurement' },
          buyers: { type: 'string', default: '32', description: 'Buyers at once' },
        },
        run: ({ args }) => measureCheckout({ seconds: Number(args.seconds), buyers: Number(args.buyers) }),
      }),
      import: defineCommand({
        meta: {
          name: 'import',
          description: 'A large file of products through a server that is killed half-way: memory, pages, and that all is there',
        },
        args: {
          rows: { type: 'string', default: '100000', description: 'Rows of the file' },
          seconds: { type: 'string', default: '15', description: 'Length of the measurement at rest' },
        },
        run: ({ args }) => measureImport({ rows: Number(args.rows), seconds: Number(args.seconds) }),
      }),
      login: defineCommand({
        meta: { name: 'login', description: 'Whether the time of a sign-in tells who has an account, and what many leave of the rest' },
        args: {
          tries: { type: 'string', default: '200', description: 'Wrong passwords for a known and an unknown address each' },
          parallel: { type: 'string', default: '200', description: 'Sign-ins at once' },
          seconds: { type: 'string', default: '10', description: 'Length of each measurement of the other pages' },
        },
        run: ({ args }) => measureLogin({ tries: Number(args.tries), parallel: Number(args.parallel), seconds: Number(args.seconds) }),
      }),
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
      search: defineCommand({
        meta: { name: 'search', description: 'Search, filters with counts, suggestions and deep lists, beside a single-row select' },
        args: {
          products: { type: 'string', default: '100000', description: 'Size of the load world' },
          seconds: { type: 'string', default: '5', description: 'Length of each measurement' },
          clients: { type: 'string', default: '16', description: 'Searches under way at once' },
        },
        run: ({ args }) => measureSearch({ products: Number(args.products), seconds: Number(args.seconds), clients: Number(args.clients) }),
      }),
    },
  }),
)
