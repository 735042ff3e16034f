//! A provider of OpenID Connect that a test plays: what it publishes over HTTP, and tokens that it signs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use rsa::RsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// The client id of the application under test.
pub const APPLICATION: &str = "the-shop";

/// One takes a while to make, so all tests have the same.
static RSA: LazyLock<RsaPrivateKey> =
    LazyLock::new(|| RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key for RSA"));

pub struct Issuer {
    pub url: String,
    published: Arc<Mutex<Published>>,
}

pub struct Published {
    pub keys: Vec<Value>,
    /// Answered to every question, where it is not 200.
    pub status: u16,
    /// Sent instead of an answer.
    pub location: Option<String>,
    /// What it says its issuer is, where that is another.
    pub issuer: Option<String>,
    /// How often its keys were asked for.
    pub asked: usize,
}

/// A key pair, and its name.
pub struct Key {
    name: String,
    pair: Pair,
}

enum Pair {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
}

impl Issuer {
    /// One that publishes these keys.
    pub fn new(keys: &[&Key]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let published = Arc::new(Mutex::new(Published {
            keys: keys.iter().map(|key| key.public()).collect(),
            status: 200,
            location: None,
            issuer: None,
            asked: 0,
        }));
        let (own_url, shared) = (url.clone(), Arc::clone(&published));
        std::thread::spawn(move || serve(&listener, &own_url, &shared));
        Self { url, published }
    }

    pub fn published(&self) -> MutexGuard<'_, Published> {
        lock(&self.published)
    }

    /// A token for the application about `id`, good now, with these changes.
    pub fn token_with(&self, key: &Key, id: &str, change: &Value) -> String {
        let now = now();
        let mut claims = json!({
            "iss": self.url, "aud": APPLICATION, "sub": id, "iat": now, "exp": now + 600,
        });
        merge(&mut claims, change);
        key.sign(&key.header(), &claims)
    }

    pub fn token(&self, key: &Key, id: &str) -> String {
        self.token_with(key, id, &json!({}))
    }
}

pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("it is later than 1970").as_secs()
}

pub fn merge(into: &mut Value, change: &Value) {
    if let (Value::Object(into), Value::Object(change)) = (into, change) {
        into.extend(change.clone());
    }
}

pub fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Key {
    pub fn rsa(name: &str) -> Self {
        let der = RSA.to_pkcs8_der().expect("PKCS #8");
        let pair = RsaKeyPair::from_pkcs8(der.as_bytes()).expect("a key for RSA");
        Self {
            name: name.to_owned(),
            pair: Pair::Rsa(pair),
        }
    }

    pub fn p256(name: &str) -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let der = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key for ECDSA");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, der.as_ref(), &random);
        Self {
            name: name.to_owned(),
            pair: Pair::P256(pair.expect("a key for ECDSA")),
        }
    }

    /// The public key as a provider publishes it.
    pub fn public(&self) -> Value {
        let mut key = match &self.pair {
            Pair::Rsa(_) => json!({
                "kty": "RSA", "alg": "RS256",
                "n": encoded(RSA.n().to_bytes_be()), "e": encoded(RSA.e().to_bytes_be()),
            }),
            Pair::P256(pair) => {
                let point = pair.public_key().as_ref();
                json!({
                    "kty": "EC", "crv": "P-256", "x": encoded(&point[1..33]), "y": encoded(&point[33..]),
                })
            }
        };
        merge(&mut key, &json!({"kid": self.name, "use": "sig"}));
        key
    }

    pub fn header(&self) -> Value {
        let algorithm = match self.pair {
            Pair::Rsa(_) => "RS256",
            Pair::P256(_) => "ES256",
        };
        json!({"alg": algorithm, "kid": self.name, "typ": "JWT"})
    }

    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let signed = format!(
            "{}.{}",
            encoded(header.to_string()),
            encoded(claims.to_string())
        );
        let (bytes, random) = (signed.as_bytes(), SystemRandom::new());
        let signature = match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, bytes, &mut signature)
                    .expect("a signature");
                signature
            }
            Pair::P256(pair) => {
                let signature = pair.sign(&random, bytes).expect("a signature");
                signature.as_ref().to_vec()
            }
        };
        format!("{signed}.{}", encoded(signature))
    }
}

fn lock(published: &Mutex<Published>) -> MutexGuard<'_, Published> {
    published.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(listener: &TcpListener, url: &str, published: &Mutex<Published>) {
    for mut stream in listener.incoming().map_while(Result::ok) {
        let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
        let asked = lines.next().unwrap_or_default();
        lines.take_while(|line| !line.is_empty()).for_each(drop);
        let mut published = lock(published);
        let body = match asked.split(' ').nth(1) {
            Some("/.well-known/openid-configuration") => json!({
                "issuer": published.issuer.as_deref().unwrap_or(url),
                "jwks_uri": format!("{url}/keys"),
            }),
            _ => {
                published.asked += 1;
                json!({"keys": published.keys})
            }
        };
        let location = published.location.as_ref();
        let location = location.map(|to| format!("Location: {to}\r\n"));
        let head = format!(
            "HTTP/1.1 {} So\r\n{}Cache-Control: max-age=3600\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            published.status,
            location.unwrap_or_default(),
            body.to_string().len()
        );
        let _ = stream.write_all(format!("{head}{body}").as_bytes());
    }
}
