// Nobody is in before he has signed in; then the address tells which page is shown.

import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { user } from 'order-fulfillment-angular';
import { injectShop } from './shop';
import { SignIn } from './sign-in';

@Component({
  selector: 'shop-root',
  imports: [RouterOutlet, SignIn],
  template: `
    <main>
      @if (user(); as user) {
        <header>
          <span>{{ user.username }}</span>
          <button type="button" (click)="shop.auth.logOut()">Sign out</button>
        </header>
        <router-outlet />
      } @else {
        <shop-sign-in />
      }
    </main>
  `,
})
export class App {
  readonly shop = injectShop();
  readonly user = user();
}
