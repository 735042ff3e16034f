// The same component on a server: drawn as it is before anything has come, and nothing is asked for.

import '@angular/compiler';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Component } from '@angular/core';
import { type BootstrapContext, bootstrapApplication, provideClientHydration } from '@angular/platform-browser';
import { provideServerRendering, renderApplication } from '@angular/platform-server';
import { injectOrderFulfillment, liveList, provideOrderFulfillment, user } from 'order-fulfillment-angular';
import { client, saidBy } from './world.js';

@Component({ selector: 'shop-root', template: `{{ who()?.username ?? 'nobody' }}: {{ list.isLoading() ? 'loading' : 'loaded' }}` })
class Root {
  readonly who = user();
  readonly list = liveList(injectOrderFulfillment().products);
}

test('a server draws a list that is loading, and opens no socket', async () => {
  const shop = client();
  const providers = [provideServerRendering(), provideClientHydration(), provideOrderFulfillment(() => shop)];
  const html = await renderApplication((context: BootstrapContext) => bootstrapApplication(Root, { providers }, context), {
    document: '<!doctype html><body><shop-root></shop-root></body>',
    url: 'http://localhost/',
    allowedHosts: ['localhost'],
  });
  assert.match(html, />nobody: loading</);
  assert.equal(shop.live.state, 'idle');
  assert.deepEqual(saidBy(shop), []);
});
