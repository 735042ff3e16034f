// Accounts with Google and Apple, as the SDK links them and signs in with them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { play } from './issuer.mjs';
import { Parse, code, forget, person, withBackend } from './server.mjs';

const [google, apple] = [await play('RS256', 'the-shop'), await play('ES256', 'the-shop')];
const providers = `google=${google.url} the-shop; apple=${apple.url} the-shop`;
withBackend(undefined, { project: 'order-fulfillment', env: { OIDC_PROVIDERS: providers } });

const ofGoogle = (id, claims) => ({ authData: { id, id_token: google.token(id, claims) } });
const ofApple = (id, claims) => ({ authData: { id, token: apple.token(id, claims) } });

test('an account with Google signs up, and then in', async () => {
  // The schema wants an address of every user: it is that of the account, if that is verified.
  const email = 'ana@example.com';
  await assert.rejects(Parse.User.logInWith('google', ofGoogle('1', { email })), code(142, 'email is required'));
  forget();
  const ana = await Parse.User.logInWith('google', ofGoogle('1', { email, email_verified: true }));
  assert.equal(ana.existed(), false);
  assert.match(ana.getSessionToken(), /^r:/);
  assert.equal(Parse.User.current().id, ana.id);
  forget();
  const again = await Parse.User.logInWith('google', ofGoogle('1'));
  assert.equal(again.id, ana.id);
  assert.ok(again.existed());
  assert.ok(again._isLinked('google'));
  assert.equal(again.get('email'), email);
  assert.deepEqual((await again.fetch()).get('authData'), { google: { id: '1' } });
  // The address belongs to one user, who links the other account himself.
  forget();
  const other = ofApple('a.1', { email, email_verified: 'true' });
  await assert.rejects(Parse.User.logInWith('apple', other), code(203));
});

test('a token that does not show who one is is refused', async () => {
  const refused = options => assert.rejects(Parse.User.logInWith('google', options), code(101));
  await refused(ofGoogle('2', { aud: 'another' }));
  await refused(ofGoogle('2', { exp: 1 }));
  await refused({ authData: { id: '3', id_token: google.token('2') } });
  await refused({ authData: { id: '2', id_token: apple.token('2') } });
  await assert.rejects(
    Parse.User.logInWith('facebook', { authData: { id: '2', access_token: 'x' } }),
    code(252, 'This authentication method is unsupported.'),
  );
  assert.equal(Parse.User.current(), null);
});

test('a user links accounts and unlinks them', async () => {
  const { id } = await person('ben');
  const ben = await Parse.User.logIn('ben', "ben's password");
  await ben.linkWith('apple', ofApple('a.2'));
  assert.ok(ben._isLinked('apple'));
  await ben.linkWith('google', ofGoogle('4'));
  assert.ok(ben._isLinked('google') && ben._isLinked('apple'));
  for (const [provider, options] of [['google', ofGoogle('4')], ['apple', ofApple('a.2')]]) {
    forget();
    assert.equal((await Parse.User.logInWith(provider, options)).id, id);
  }
  const cleo = await person('cleo');
  await assert.rejects(
    cleo.user.linkWith('google', ofGoogle('4'), cleo.as),
    code(208, 'this auth is already used'),
  );
  forget();
  const linked = await Parse.User.logIn('ben', "ben's password");
  await linked._unlinkFrom('google');
  assert.ok(!linked._isLinked('google'));
  assert.ok(linked._isLinked('apple'));
  await cleo.user.linkWith('google', ofGoogle('4'), cleo.as);
  forget();
  assert.equal((await Parse.User.logInWith('google', ofGoogle('4'))).id, cleo.id);
});

test('an anonymous user keeps the account on linking another', async () => {
  const visitor = new Parse.User({ email: 'visitor@example.com' });
  await Parse.AnonymousUtils.link(visitor);
  const id = visitor.id;
  await visitor.linkWith('google', ofGoogle('5'));
  assert.ok(!Parse.AnonymousUtils.isLinked(visitor));
  forget();
  assert.equal((await Parse.User.logInWith('google', ofGoogle('5'))).id, id);
});
