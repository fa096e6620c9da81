import { randomUUID } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { findProgram } from './scripts/machine/find-program'

/**
 * Chosen once by the process that the workers are made from: they inherit its environment. Nothing is made here,
 * since other tools read this file too.
 */
const port = (process.env.SOUK_E2E_PORT ??= String(20_000 + Math.floor(Math.random() * 30_000)))
const folder = (process.env.SOUK_E2E_DATA ??= path.join(os.tmpdir(), `souk-e2e-${randomUUID()}`))
/** By name: passkeys are for names, not for numbers. */
const baseURL = `http://localhost:${port}`

const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: './tests/e2e',
  tsconfig: './tsconfig.tools.json',
  outputDir: 'test-results',
  workers: 1,
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
    env: { PORT: port, SITE_URL: baseURL, SOUK_DATA: folder, TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'warn', DEMO_PRODUCTS: '9' },
    // The demo marketplace is drawn first, which takes its time on a busy machine.
    timeout: 900_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
    reuseExistingServer: false,
  },
})
