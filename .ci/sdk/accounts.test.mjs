// Accounts, as the SDK's users meet them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parse, code, forget, mailedLink, person, withBackend } from './server.mjs';

withBackend(undefined, { project: 'order-fulfillment' });

test('who signs up is signed in, and the password does not come back', async () => {
  const user = await Parse.User.signUp('ada', 'a fine password', { email: 'ada@example.com', address: '1 Main St' });
  assert.match(user.id, /^[A-Za-z0-9]{10}$/);
  assert.match(user.getSessionToken(), /^r:[0-9a-f]{32}$/);
  assert.equal(Parse.User.current().id, user.id);
  const read = await new Parse.Query(Parse.User).get(user.id);
  assert.equal(read.get('address'), '1 Main St');
  assert.equal(read.get('email'), 'ada@example.com');
  assert.equal(read.get('password'), undefined);
});

test('a name and an address belong to one person', async () => {
  await person('grace');
  await assert.rejects(
    Parse.User.signUp('grace', 'x', { email: 'other@example.com' }),
    code(202, 'Account already exists for this username.'),
  );
  await assert.rejects(
    Parse.User.signUp('GRACE', 'x', { email: 'other@example.com' }),
    code(202),
    'whatever the case of its letters',
  );
  await assert.rejects(
    Parse.User.signUp('other', 'x', { email: 'grace@example.com' }),
    code(203, 'Account already exists for this email address.'),
  );
  await assert.rejects(Parse.User.signUp('other', 'x', { email: 'no address' }), code(125));
});

test('one signs in by name or address, and with the right password only', async () => {
  const { id } = await person('mary');
  assert.equal((await Parse.User.logIn('mary', "mary's password")).id, id);
  assert.equal(Parse.User.current().id, id);
  forget();
  assert.equal((await Parse.User.logIn('mary@example.com', "mary's password")).id, id);
  forget();
  const wrong = code(101, 'Invalid username/password.');
  await assert.rejects(Parse.User.logIn('mary', 'guess'), wrong);
  await assert.rejects(Parse.User.logIn('nobody', 'guess'), wrong, 'whether there is such a name is not told');
  assert.equal(Parse.User.current(), null);
});

test('a password can be verified without a session', async () => {
  const { id } = await person('vera');
  const user = await Parse.User.verifyPassword('vera', "vera's password");
  assert.equal(user.objectId, id);
  assert.equal(user.sessionToken, undefined);
  await assert.rejects(Parse.User.verifyPassword('vera', 'guess'), code(101));
});

test('a token becomes the user it belongs to', async () => {
  const { id, as } = await person('beth');
  const user = await Parse.User.become(as.sessionToken);
  assert.equal(user.id, id);
  assert.equal(Parse.User.current().get('username'), 'beth');
  await assert.rejects(Parse.User.become('r:00000000000000000000000000000000'), code(209, 'Invalid session token'));
});

test('the master key signs in as anybody', async () => {
  const { id } = await person('carl');
  const user = await Parse.User.loginAs(id);
  assert.equal(user.id, id);
  assert.equal((await Parse.User.me(user.getSessionToken())).id, id);
});

test('who logs out has no session any more', async () => {
  const { user } = await person('dora');
  const sessionToken = (await Parse.User.logIn('dora', "dora's password")).getSessionToken();
  await Parse.User.logOut();
  assert.equal(Parse.User.current(), null);
  await assert.rejects(user.fetch({ sessionToken }), code(209));
});

test('sessions are seen by their user alone, and end when they are destroyed', async () => {
  await person('emil');
  const emil = await Parse.User.logIn('emil', "emil's password");
  const current = await Parse.Session.current();
  assert.equal(current.get('user').id, emil.id);
  assert.equal(current.getSessionToken(), emil.getSessionToken());
  const stranger = await person('fay');
  await assert.rejects(new Parse.Query(Parse.Session).get(current.id, stranger.as), code(101));
  const own = await new Parse.Query(Parse.Session).find({ sessionToken: emil.getSessionToken() });
  assert.ok(own.some(({ id }) => id === current.id));
  assert.ok(own.every(session => session.get('user').id === emil.id));
  await current.destroy({ sessionToken: emil.getSessionToken() });
  await assert.rejects(Parse.User.become(emil.getSessionToken()), code(209));
});

test('a new password ends every session but the one that set it', async () => {
  const { user, as: elsewhere } = await person('gus');
  const gus = await Parse.User.logIn('gus', "gus's password");
  gus.setPassword('another');
  await gus.save();
  assert.equal((await Parse.User.me(gus.getSessionToken())).id, user.id, 'the SDK took the new token over');
  await assert.rejects(Parse.User.become(elsewhere.sessionToken), code(209));
  forget();
  await assert.rejects(Parse.User.logIn('gus', "gus's password"), code(101));
  assert.equal((await Parse.User.logIn('gus', 'another')).id, user.id);
});

test('a password is reset by the link that is mailed', { timeout: 60_000 }, async () => {
  const { id, as } = await person('rita');
  await Parse.User.requestPasswordReset('rita@example.com');
  const link = await mailedLink('rita@example.com');
  const page = await fetch(link);
  assert.equal(page.status, 200);
  const body = new URLSearchParams({ token: new URL(link).searchParams.get('token'), new_password: 'a new one' });
  assert.equal((await fetch(link, { method: 'POST', body })).status, 200);
  assert.equal((await Parse.User.logIn('rita', 'a new one')).id, id);
  await assert.rejects(Parse.User.become(as.sessionToken), code(209));
});

test('an account is changed and deleted by its user alone', async () => {
  const { user, as } = await person('hana');
  const stranger = await person('ivan');
  await assert.rejects(user.save({ address: 'elsewhere' }, stranger.as), code(206));
  await assert.rejects(user.save({ address: 'elsewhere' }, { sessionToken: undefined }), code(206));
  user.revert();
  await user.save({ address: '2 Side St' }, as);
  await assert.rejects(user.destroy(stranger.as), code(206));
  await user.destroy(as);
  await assert.rejects(Parse.User.logIn('hana', "hana's password"), code(101));
});

test('an anonymous user keeps the account on taking a name', async () => {
  // The schema wants an address of every user.
  await assert.rejects(Parse.AnonymousUtils.logIn(), code(142, 'email is required'));
  const anonymous = new Parse.User({ email: 'visitor@example.com' });
  await Parse.AnonymousUtils.link(anonymous);
  assert.match(anonymous.getSessionToken(), /^r:/);
  assert.ok(Parse.AnonymousUtils.isLinked(anonymous));
  const id = anonymous.id;
  anonymous.setUsername('jane');
  anonymous.setPassword('a fine password');
  await anonymous.signUp();
  assert.equal(anonymous.id, id);
  forget();
  const jane = await Parse.User.logIn('jane', 'a fine password');
  assert.equal(jane.id, id);
  assert.ok(!Parse.AnonymousUtils.isLinked(jane));
});
