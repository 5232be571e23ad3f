import { defineConfig, devices } from '@playwright/test';

// Journeys that are about what JavaScript adds. Everything else runs twice: with and without it.
const onlyWithJavaScript = /(keyboard|drafts|accessible|light)\.spec\.ts/;

// Pictures of every page, for people to look at: `TOUR=<folder> npx playwright test --project=tour`.
const touring = process.env.TOUR !== undefined || process.argv.some((word) => word.includes('tour'));

export default defineConfig({
  testDir: 'tests',
  globalSetup: './helpers/program.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    viewport: { width: 1280, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    // A trace records every step of every journey, which takes much of the time: FYR_TRACE=1 asks for it.
    trace: process.env.FYR_TRACE === undefined ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.FYR_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'with JavaScript' },
    { name: 'without JavaScript', use: { javaScriptEnabled: false }, testIgnore: onlyWithJavaScript },
    ...(touring ? [{ name: 'tour', testDir: 'tour', timeout: 300_000 }] : []),
  ],
});
