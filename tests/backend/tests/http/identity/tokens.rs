//! Which tokens are believed, and what becomes of the provider's keys.

use super::issuer::{Issuer, Key, encoded, merge, now};
use super::{backend, known, signed_up, token};
use crate::server::{Launch, PATIENCE, folder};
use ring::hmac;
use serde_json::json;
use std::net::TcpListener;
use std::time::Instant;

#[test]
fn an_account_elsewhere_signs_up_and_in_with_either_kind_of_key() {
    let dir = folder();
    let (rsa, p256) = (Key::rsa("1"), Key::p256("2"));
    let issuer = Issuer::new(&[&rsa, &p256]);
    let server = backend("kinds", dir.path(), &[("google", &issuer)]);
    let stranger = server.stranger();

    let first = signed_up(
        &stranger,
        &known("google", "117", &issuer.token(&rsa, "117")),
    );
    assert!(!first.body.contains("id_token"), "{}", first.body);
    // The same account, whichever key its token is signed with.
    let again = stranger.post(
        "/users",
        known("google", "117", &issuer.token(&p256, "117")),
    );
    assert_eq!((again.status.as_u16(), again.id()), (200, first.id()));
    assert_ne!(token(&again), token(&first));
    let other = signed_up(
        &stranger,
        &known("google", "118", &issuer.token(&p256, "118")),
    );
    assert_ne!(other.id(), first.id());
    assert_eq!(issuer.published().asked, 1, "keys are kept");

    // As Apple's clients name it.
    let apple = json!({"authData": {"google": {"id": "117", "token": issuer.token(&rsa, "117")}}});
    assert_eq!(stranger.post("/users", apple).id(), first.id());

    let me = stranger.with_session(&token(&again)).get("/users/me");
    assert_eq!(me.json()["authData"], json!({"google": {"id": "117"}}));
    let session = stranger.with_session(&token(&again)).get("/sessions/me");
    assert_eq!(
        session.json()["createdWith"],
        json!({"action": "login", "authProvider": "google"})
    );
}

#[test]
fn a_token_that_does_not_show_who_one_is_is_refused() {
    let dir = folder();
    let (rsa, p256) = (Key::rsa("1"), Key::p256("2"));
    let issuer = Issuer::new(&[&rsa, &p256]);
    let server = backend("kinds", dir.path(), &[("google", &issuer)]);
    let stranger = server.stranger();
    let refused = |id: &str, token: &str, why: &str| {
        let told = stranger.post("/users", known("google", id, token));
        assert_eq!(
            told.is_refused(101),
            format!("the ID token of `google` {why}")
        );
    };
    let with = |change| issuer.token_with(&rsa, "117", &change);

    refused(
        "117",
        &with(json!({"aud": "elsewhere"})),
        "is for another application",
    );
    refused("117", &with(json!({"exp": now() - 600})), "has expired");
    refused(
        "117",
        &with(json!({"iss": "http://127.0.0.1:1"})),
        "is of another issuer",
    );
    refused("118", &with(json!({})), "is of somebody else");
    refused("117", "", "is none");
    refused("117", "a.b.c", "is none");
    refused("117", &"a".repeat(20_000), "is too long");

    // Another's key under the same name.
    let forged = issuer.token(&Key::p256("2"), "117");
    refused("117", &forged, "is not signed by it");
    // What is said is changed after it was signed.
    let good = issuer.token(&rsa, "117");
    let parts: Vec<_> = good.split('.').collect();
    let mut claims =
        json!({"iss": issuer.url, "aud": super::APPLICATION, "sub": "118", "exp": now() + 600});
    let changed = [parts[0], &encoded(claims.to_string()), parts[2]].join(".");
    refused("118", &changed, "is not signed by it");
    // The key of one kind named by the algorithm of the other.
    let crossed = rsa.sign(&json!({"alg": "ES256", "kid": "1"}), &claims);
    refused("118", &crossed, "is not signed by it");

    // No signature, and one by the public key as if it were a secret.
    merge(&mut claims, &json!({"sub": "117"}));
    let unsigned = |algorithm: &str| {
        let header = json!({"alg": algorithm, "kid": "1"}).to_string();
        format!("{}.{}", encoded(header), encoded(claims.to_string()))
    };
    let untold = "is not signed with RS256 or ES256";
    for algorithm in ["none", "None", "HS512", "PS256", ""] {
        refused("117", &format!("{}.", unsigned(algorithm)), untold);
    }
    let secret = rsa.public()["n"].to_string();
    let secret = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signature = hmac::sign(&secret, unsigned("HS256").as_bytes());
    let confused = format!("{}.{}", unsigned("HS256"), encoded(signature));
    refused("117", &confused, untold);
    let critical = json!({"alg": "RS256", "kid": "1", "crit": ["b64"]});
    let critical = rsa.sign(&critical, &claims);
    refused("117", &critical, "has a header that is not understood");

    stranger
        .post("/users", json!({"authData": {"google": {"id": "117"}}}))
        .is_refused(101);
    for unknown in [
        json!({"google": {"id_token": good}}),
        json!({"google": {"id": "", "id_token": good}}),
        json!({"google": {"id": 117, "id_token": good}}),
        json!({"google": "117"}),
        json!({"facebook": {"id": "117", "id_token": good}}),
    ] {
        let body = json!({"authData": unknown});
        stranger.post("/users", body).is_refused(252);
    }
    assert!(server.results("_User", &[]).is_empty());
    // At first, and for a key of that name and the other kind.
    assert_eq!(issuer.published().asked, 2);
}

#[test]
fn a_new_key_is_looked_for_once_and_not_at_every_made_up_name() {
    let dir = folder();
    let (old, new) = (Key::p256("old"), Key::p256("new"));
    let issuer = Issuer::new(&[&old]);
    let server = backend("kinds", dir.path(), &[("google", &issuer)]);
    let stranger = server.stranger();
    let first = signed_up(
        &stranger,
        &known("google", "117", &issuer.token(&old, "117")),
    );

    issuer.published().keys = vec![new.public()];
    let rotated = stranger.post("/users", known("google", "117", &issuer.token(&new, "117")));
    assert_eq!((rotated.status.as_u16(), rotated.id()), (200, first.id()));
    assert_eq!(issuer.published().asked, 2);
    // What is not published any more opens nothing.
    let withdrawn = known("google", "117", &issuer.token(&old, "117"));
    stranger.post("/users", &withdrawn).is_refused(101);
    for name in ["x", "y", "z"] {
        let made_up = known("google", "117", &issuer.token(&Key::p256(name), "117"));
        stranger.post("/users", made_up).is_refused(101);
    }
    assert_eq!(issuer.published().asked, 2);
}

#[test]
fn a_provider_that_cannot_be_asked_is_told_apart_from_a_wrong_token() {
    let dir = folder();
    let key = Key::p256("1");
    let issuer = Issuer::new(&[&key]);
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port");
    let gone = format!("http://{}", nobody.local_addr().expect("an address"));
    drop(nobody);
    let server = Launch::fixture("kinds", dir.path())
        .env(
            "OIDC_PROVIDERS",
            format!("here={} the-shop; gone={gone} the-shop", issuer.url),
        )
        .start();
    let stranger = server.stranger();
    let told = stranger.post("/users", known("gone", "117", &issuer.token(&key, "117")));
    assert_eq!(
        told.is_refused(100),
        "`gone` cannot be asked at the moment; try again."
    );

    let good = known("here", "117", &issuer.token(&key, "117"));
    issuer.published().status = 503;
    stranger.post("/users", &good).is_refused(100);
    // Nor is it followed to where it leads away, nor believed as somebody else.
    let elsewhere = Issuer::new(&[&key]);
    issuer.published().status = 302;
    issuer.published().location = Some(format!("{}/keys", elsewhere.url));
    until_it_is_asked_again(
        || stranger.post("/users", &good).is_refused(100),
        &server,
        "302",
    );
    issuer.published().status = 200;
    issuer.published().issuer = Some(elsewhere.url.clone());
    until_it_is_asked_again(
        || stranger.post("/users", &good).is_refused(100),
        &server,
        "another",
    );
    assert_eq!(elsewhere.published().asked, 0);

    // It comes back, and so does whoever asks again.
    issuer.published().issuer = None;
    let begin = Instant::now();
    while stranger.post("/users", &good).status == 503 {
        assert!(begin.elapsed() < PATIENCE, "it is asked again");
    }
    let back = stranger.post("/users", &good);
    assert_eq!(back.status, 200, "{}", back.body);

    // Keys that are known go on being good while it is away.
    issuer.published().status = 503;
    let again = known("here", "117", &issuer.token(&key, "117"));
    assert_eq!(stranger.post("/users", again).status, 200);
    let unknown = known("here", "117", &issuer.token(&Key::p256("2"), "117"));
    stranger.post("/users", unknown).is_refused(100);
}

/// Asks until the log says why it could not be asked.
fn until_it_is_asked_again(
    mut ask: impl FnMut() -> String,
    server: &crate::server::Server,
    why: &str,
) {
    let begin = Instant::now();
    while !server.log().contains(why) {
        assert!(begin.elapsed() < PATIENCE, "{}", server.log());
        ask();
    }
}

#[test]
fn settings_that_name_no_provider_are_refused() {
    let dir = folder();
    for wrong in [
        "keycloak",
        "keycloak=http://id.example.com shop",
        "keycloak=https://id.example.com",
        "anonymous=https://id.example.com shop",
        "google=https://id.example.com shop",
    ] {
        let refusal = Launch::fixture("kinds", dir.path())
            .env("GOOGLE_CLIENT_IDS", "shop, app")
            .env("OIDC_PROVIDERS", wrong)
            .refusal();
        assert!(
            refusal.log.contains("OIDC_PROVIDERS must be"),
            "{}",
            refusal.log
        );
    }
}
