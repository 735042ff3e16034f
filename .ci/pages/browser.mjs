// A browser in which each person has a window of their own, and what went wrong there is remembered.

import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a page may take to show what it must. */
const PATIENCE = 20_000;

export async function startBrowser(site) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  const people = [];
  return {
    /** A window of somebody who shares nothing with others. */
    async person(name) {
      const context = await browser.newContext();
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      const wrong = [];
      page.on('console', message => {
        // What a server refuses, and what a cut network breaks, is in the story.
        const isExpected = /^(Failed to load resource|WebSocket connection to)/.test(message.text());
        if (message.type() === 'error' && !isExpected) wrong.push(message.text());
      });
      page.on('pageerror', error => wrong.push(error.stack ?? String(error)));
      page.on('request', request => {
        const { protocol, host } = new URL(request.url());
        if (/^(http|ws)s?:$/.test(protocol) && host !== new URL(site).host) wrong.push(`a request to ${request.url()}`);
      });
      people.push({ name, page, wrong });
      return page;
    },
    /** What went wrong in any window. */
    wrong: () => people.flatMap(({ name, wrong }) => wrong.map(text => `${name}: ${text}`)),
    /** What each window shows, for whoever must find out why the story ended. */
    async shown() {
      const shown = people.map(async ({ name, page }) => {
        const body = await page.locator('body').ariaSnapshot({ timeout: 2000 }).catch(String);
        return `-- ${name} at ${page.url()}\n${body}`;
      });
      return (await Promise.all(shown)).join('\n');
    },
    stop: () => browser.close(),
  };
}
