/**
 * Who may know whom. Feeds dependency-cruiser in `npm run check` and the diagram in docs/architecture.
 * Downward is a call; upward or sideways is an event on the queue.
 */

/** Each layer with the folders it lives in and the layers it may import besides itself. */
export const layers = {
  shared: { folders: ['shared'], mayImport: [] },
  db: { folders: ['db'], mayImport: ['shared'] },
  platform: { folders: ['server/platform'], mayImport: ['db', 'shared'] },
  domains: { folders: ['server/domains'], mayImport: ['platform', 'db', 'shared'] },
  http: { folders: ['server/http'], mayImport: ['domains', 'platform', 'shared'] },
  entries: {
    folders: ['server/api', 'server/routes', 'server/jobs', 'server/plugins', 'server/middleware'],
    mayImport: ['http', 'domains', 'platform', 'shared'],
  },
  app: { folders: ['app'], mayImport: ['shared'] },
}

/** Domains in order: each may call the door (`index.ts`) of those before it. */
export const domains = [
  'audit',
  'settings',
  'files',
  'accounts',
  'shops',
  'catalog',
  'imports',
  'search',
  'cart',
  'coupons',
  'pricing',
  'ledger',
  'payments',
  'orders',
  'payouts',
  'reconciliation',
  'checkout',
  'reviews',
  'wishlist',
  'chat',
  'offers',
  'moderation',
  'notifications',
  'analytics',
  'privacy',
]

/** Packages that belong to one place. Everyone else goes through that place. */
export const packagesAtHome = {
  'server/platform': [
    'ioredis',
    '@aws-sdk/client-s3',
    '@aws-sdk/s3-request-presigner',
    'stripe',
    'resend',
    'nodemailer',
    'pg-boss',
    'pino',
    'prom-client',
    'unstorage',
    'pdfkit',
  ],
  'server/domains/accounts': ['lucia', '@lucia-auth/adapter-drizzle', '@node-rs/argon2', 'otpauth', 'jose', '@simplewebauthn/server'],
  'server/domains/catalog': ['sanitize-html'],
  'server/domains/files': ['sharp'],
}

/** What a layer may take from npm; the layers that are not listed may take anything that has no home elsewhere. */
export const packagesOfLayer = {
  // schema-dts is types only.
  shared: ['zod', 'schema-dts'],
  db: ['drizzle-orm', 'postgres'],
}

/** Packages that domains must not know: the web belongs to http and above. */
export const packagesRefused = {
  'server/domains': ['h3', 'nitropack', 'vue', 'nuxt'],
  'server/platform': ['h3', 'nitropack', 'vue', 'nuxt'],
}
