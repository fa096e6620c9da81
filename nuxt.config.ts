import tailwindcss from '@tailwindcss/vite'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { fileURLToPath } from 'node:url'
import { holdEarlyPresses } from './app/early-presses/hold-early-presses'
import { version } from './package.json'
import { scanRoutes } from './server/http/scan-routes'
import { LANGUAGES } from './shared/languages'

const folder = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url))

/** What the pages of shoppers share, but for what forms and accounts need: one import of a contract would bring all of zod. */
const SHOPFRONT =
  /^(?!.*\/node_modules\/).*\/(?:app\/(?:components\/(?:base|cart|catalog|layout|reviews|shops|search)\/(?!Base(?:Dialog|Field|Input|Select|TextArea)|MoneyInput|NewsBell|NumberInput|RadioCards|RichText|ShippingProblem)|composables\/(?!browser-notices|category-moves|conversation-line|drafts|focus-move|message-(?:log|words)|order-pieces|outbox|refusals-of-password|send-|shrink-photo|start-of-day|typing-notice|use-(?:attachments|calendar-day|desk-name|file-|form|checkout-form|conversation|coupon|kept-|list-setting|location-token|long-list|message-|own-shop|passkeys|payment|percent|pick-keys|picture-|presence|registration|selection|session-watch|shop-form|thread-scroll|uploads|weekday-name|weight|workspace-kit))|stores|texts|plugins)|shared\/(?!carriers|common-passwords|contracts|lifecycles|password-rules|shipping))/

export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  modules: ['@nuxt/ui', '@pinia/nuxt', '@nuxt/eslint'],
  devtools: { enabled: false },
  telemetry: false,
  css: ['~/assets/css/main.css'],
  alias: { '#db': folder('db') },
  // A component is named by its file alone: components/catalog/ProductCard.vue is <ProductCard>.
  components: [{ path: '~/components', pathPrefix: false }],

  app: {
    head: {
      htmlAttrs: { lang: 'en' },
      meta: [{ name: 'viewport', content: 'width=device-width, initial-scale=1' }],
      link: [{ rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }],
      script: [{ innerHTML: `(${holdEarlyPresses})()` }],
    },
  },

  // Fonts, icons and their styles ship with the build: nothing is fetched from elsewhere at run time.
  ui: { fonts: false, experimental: { componentDetection: true } },
  icon: {
    provider: 'none',
    fallbackToApi: false,
    clientBundle: { scan: true, sizeLimitKb: 256 },
    serverBundle: { collections: ['lucide'] },
  },
  colorMode: { preference: 'system', fallback: 'light', storageKey: 'souk-colour' },

  experimental: {
    nitroAutoImports: false,
    entryImportMap: false,
    // Nothing is prerendered and no rule of a route is for the browser.
    appManifest: false,
    defaults: { nuxtLink: { prefetch: true, prefetchOn: { visibility: false, interaction: true } } },
  },
  features: { inlineStyles: false },

  // Every component is written with `setup`, so Vue's options are left out.
  vite: {
    plugins: [tailwindcss()],
    vue: { features: { optionsAPI: false } },
    // Few larger files instead of thirty of one kilobyte: each costs a request, and headers that weigh more than it does.
    $client: {
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: { groups: [{ name: 'shopfront', test: SHOPFRONT, minShareCount: 2, includeDependenciesRecursively: false }] },
          },
        },
      },
    },
  },

  hooks: {
    // The living page of components is for those who build Souk.
    'pages:extend': (pages) => {
      const shipped = pages.filter(({ path }) => process.env.NODE_ENV !== 'production' || !path.startsWith('/dev/'))
      // One record serves a page in every language: `/cart` and `/de/cart`.
      const prefix = `/:language(${LANGUAGES.slice(1)
        .map(({ code }) => code)
        .join('|')})?`
      pages.splice(0, pages.length, ...shipped.map((page) => ({ ...page, path: page.path === '/' ? prefix : prefix + page.path })))
    },
    // What a page may need later is fetched when somebody is about to need it (plugins/links.client.ts), not with the page.
    'build:manifest': (manifest) => {
      for (const file of Object.values(manifest)) file.prefetch = false
    },
    // Shopper pages carry nothing of the workspace's kit: its colours are in workspace.css instead of an inline
    // style on every page, and its icon loader is started by the layouts that use it (use-workspace-kit.ts).
    'app:resolve': (app) => {
      app.plugins = app.plugins.filter(({ src }) => !/@nuxt\/(?:ui\/dist\/runtime\/plugins\/colors|icon\/dist\/runtime\/plugin)/.test(src))
    },
  },

  nitro: {
    experimental: { websocket: true },
    hooks: {
      // What a request answers with is said by the contract that is named with it. Told of all routes, TypeScript would look
      // through each of them at each request, until it gives up.
      'types:extend': (types) => {
        types.routes = {}
      },
    },
    compressPublicAssets: { gzip: true, brotli: true },
    alias: { '#db': folder('db') },
    // Node's loader takes seconds and 200 MB for modules that import each other in circles, as Drizzle's do.
    externals: {
      inline: ['drizzle-orm', '@lucia-auth/adapter-drizzle', 'pg-boss'],
      // Loaded by their places: by threads (hashing-threads.ts), and into papers (pdf-document.ts).
      traceInclude: [
        folder('node_modules/@node-rs/argon2/index.js'),
        folder('node_modules/@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
        folder('node_modules/@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
      ],
    },
    virtual: {
      '#souk/routes': () => {
        const routes = scanRoutes(folder('server/api')).map(
          ({ path, method, file }) => `{ path: ${JSON.stringify(path)}, method: '${method}', load: () => import(${JSON.stringify(file)}) }`,
        )
        return `export const routes = [${routes.join(',\n')}]`
      },
      '#souk/build': () => {
        const migrations = readMigrationFiles({ migrationsFolder: folder('db/migrations') }).map(({ hash }) => hash)
        return `export const version = ${JSON.stringify(version)}\nexport const migrations = ${JSON.stringify(migrations)}`
      },
    },
  },

  typescript: {
    strict: true,
    tsConfig: {
      compilerOptions: { noUncheckedIndexedAccess: true },
      // The routes' types reach the app through Nitro, and with them what the build makes up.
      files: ['../server/http/souk-virtual.d.ts'],
      include: ['../tests/component/**/*'],
    },
    // A module brings a newer schema than Nuxt's own, which knows nothing of Nitro.
    nodeTsConfig: { compilerOptions: { paths: { '@nuxt/schema': ['../node_modules/nuxt/node_modules/@nuxt/schema'] } } },
  },
})
