// A provider of OpenID Connect that a test plays: it publishes a key, and signs tokens with it.

import { createServer } from 'node:http';
import { generateKeyPairSync, sign } from 'node:crypto';

const kinds = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

/** One that signs in this way, for this application. */
export async function play(alg, application) {
  const { publicKey, privateKey } = kinds[alg]();
  const kid = `the key of ${alg}`;
  const server = createServer(({ url: path }, response) => {
    const about = { issuer: url, jwks_uri: `${url}/keys` };
    const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg }] };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(path === '/keys' ? keys : about));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const url = `http://127.0.0.1:${server.address().port}`;
  const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    url,
    /** A token about whom it knows by this id. */
    token(sub, claims = {}) {
      const now = Math.floor(Date.now() / 1000);
      const said = { iss: url, aud: application, sub, iat: now, exp: now + 600, ...claims };
      const signed = `${encode({ alg, kid })}.${encode(said)}`;
      const signature = sign('sha256', signed, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${signed}.${signature.toString('base64url')}`;
    },
  };
}
