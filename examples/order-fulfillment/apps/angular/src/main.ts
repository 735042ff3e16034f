import { provideBrowserGlobalErrorListeners } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { provideOrderFulfillment } from 'order-fulfillment-angular';
import { App } from './app';
import { OrderPage } from './order';
import { OrdersPage } from './orders';
import { createShop } from './shop';

bootstrapApplication(App, {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideOrderFulfillment(createShop),
    provideRouter(
      [
        { path: 'orders/:id', component: OrderPage },
        { path: '', component: OrdersPage },
      ],
      withComponentInputBinding(),
    ),
  ],
});
