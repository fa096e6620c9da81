import { defineConfig, devices } from '@playwright/test'
import { findProgram } from './scripts/machine/find-program'
import { addressOf, ownPlace, places } from './tests/support/e2e-places'

/** A journey waits about as long as it works. */
const WORKERS = 2
const all = places(WORKERS)
const own = ownPlace(all)
const baseURL = addressOf(own)
/** For journeys that look at its mails, or use the operator's tool. */
process.env.SOUK_E2E_DATA = own.folder

const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: './tests/e2e',
  tsconfig: './tsconfig.tools.json',
  outputDir: 'test-results',
  workers: WORKERS,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  use: {
    baseURL,
    // Costs a journey a sixth of its time, which is lost where nobody opens it.
    trace: process.env.CI ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    launchOptions: {
      executablePath: findProgram('chromium') ?? undefined,
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-dev-shm-usage',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 }, colorScheme: 'light' } },
    // What is the same on every screen is tagged with @once.
    { name: 'phone', use: { ...devices['Pixel 7'], colorScheme: 'dark' }, grepInvert: /@once/ },
  ],
  webServer: {
    command: `"${process.execPath}" --import ./scripts/typescript.mjs tests/support/e2e-server.ts`,
    url: `${baseURL}/readyz`,
    env: { SITE_URL: baseURL, TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'warn', DEMO_PRODUCTS: '9' },
    // The demo marketplace is drawn first, which takes its time on a busy machine.
    timeout: 900_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
    reuseExistingServer: false,
  },
})
