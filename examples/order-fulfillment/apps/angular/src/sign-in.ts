import { Component, signal } from '@angular/core';
import { Alert } from './alert';
import { injectShop } from './shop';

@Component({
  selector: 'shop-sign-in',
  imports: [Alert],
  template: `
    <form (submit)="signIn($event, name.value, password.value)">
      <h1>Sign in</h1>
      <label>Name <input #name autocomplete="username" required /></label>
      <label>Password <input #password type="password" autocomplete="current-password" required /></label>
      <button>Sign in</button>
      <shop-alert [error]="error()" />
    </form>
  `,
})
export class SignIn {
  readonly shop = injectShop();
  readonly error = signal<unknown>(undefined);

  async signIn(event: Event, username: string, password: string) {
    event.preventDefault();
    try {
      await this.shop.auth.logIn({ username, password });
    } catch (error) {
      this.error.set(error);
    }
  }
}
