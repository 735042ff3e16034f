//! What an ID token says, once its signature is verified → whether it is meant for this server, now, and for whom it
//! vouches.

use super::Profile;
use crate::config::IdentityProvider;
use crate::wire::Value;
use serde_json::Map;
use subtle::ConstantTimeEq as _;

/// How far the clocks of a provider and of this server may be apart, in seconds.
const LEEWAY: f64 = 60.0;

/// # Errors
/// Why it shows nothing.
pub(super) fn check(
    claims: &Map<String, Value>,
    provider: &IdentityProvider,
    id: &str,
    now: f64,
) -> Result<Profile, &'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if !text("iss").is_some_and(|by| issued(by, &provider.issuer)) {
        return Err("is of another issuer");
    }
    let ours = |audience: &Value| {
        let audience = audience.as_str();
        audience.is_some_and(|audience| provider.client_ids.iter().any(|id| id == audience))
    };
    let is_for_us = match claims.get("aud") {
        Some(Value::Array(audiences)) => audiences.iter().any(ours),
        Some(audience) => ours(audience),
        None => false,
    };
    if !is_for_us {
        return Err("is for another application");
    }
    let time = |name: &str| claims.get(name).and_then(Value::as_f64);
    if time("exp").is_none_or(|expires| expires + LEEWAY <= now) {
        return Err("has expired");
    }
    let early = |name: &str| time(name).is_some_and(|from| from - LEEWAY > now);
    if early("nbf") || early("iat") {
        return Err("is not valid yet");
    }
    let known_as = text("sub").filter(|known_as| !known_as.is_empty());
    let is_he = known_as.is_some_and(|known_as| known_as.as_bytes().ct_eq(id.as_bytes()).into());
    if !is_he {
        return Err("is of somebody else");
    }
    // Apple writes the flag as text.
    let verified = claims
        .get("email_verified")
        .is_some_and(|flag| flag.as_bool() == Some(true) || flag.as_str() == Some("true"));
    Ok(Profile {
        email: text("email").filter(|_| verified).map(str::to_owned),
    })
}

/// Google's tokens name it with its scheme or without.
fn issued(by: &str, issuer: &str) -> bool {
    by == issuer || by == "accounts.google.com" && issuer == "https://accounts.google.com"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: f64 = 1_700_000_000.0;

    fn provider() -> IdentityProvider {
        IdentityProvider {
            name: "google".into(),
            issuer: "https://accounts.google.com".into(),
            client_ids: vec!["web".into(), "app".into()],
        }
    }

    fn checked(change: &Value) -> Result<Profile, &'static str> {
        let mut claims = json!({
            "iss": "https://accounts.google.com", "aud": "app", "sub": "117", "exp": NOW + 10.0, "iat": NOW - 10.0,
        });
        if let (Value::Object(claims), Value::Object(change)) = (&mut claims, change) {
            claims.extend(change.clone());
        }
        let claims = claims.as_object().cloned().unwrap_or_default();
        check(&claims, &provider(), "117", NOW)
    }

    #[test]
    fn a_token_is_taken_within_the_leeway_of_its_times() {
        for good in [
            json!({}),
            json!({"iss": "accounts.google.com"}),
            json!({"aud": ["elsewhere", "web"]}),
            json!({"exp": NOW - 59.0}),
            json!({"nbf": NOW + 59.0, "iat": NOW + 59.0}),
        ] {
            assert!(checked(&good).is_ok(), "{good}");
        }
        for (wrong, why) in [
            (
                json!({"iss": "https://accounts.google.com.example.com"}),
                "is of another issuer",
            ),
            (json!({"iss": null}), "is of another issuer"),
            (json!({"aud": "elsewhere"}), "is for another application"),
            (json!({"aud": []}), "is for another application"),
            (json!({"aud": null}), "is for another application"),
            (json!({"exp": NOW - 60.0}), "has expired"),
            (json!({"exp": null}), "has expired"),
            (json!({"nbf": NOW + 61.0}), "is not valid yet"),
            (json!({"iat": NOW + 61.0}), "is not valid yet"),
            (json!({"sub": "118"}), "is of somebody else"),
            (json!({"sub": 117}), "is of somebody else"),
        ] {
            assert_eq!(checked(&wrong), Err(why), "{wrong}");
        }
    }

    #[test]
    fn an_address_counts_where_it_was_verified() {
        let email = |verified: Value| {
            let said = checked(&json!({"email": "ana@example.com", "email_verified": verified}));
            said.unwrap().email
        };
        assert_eq!(email(json!(true)).as_deref(), Some("ana@example.com"));
        assert_eq!(email(json!("true")).as_deref(), Some("ana@example.com"));
        assert_eq!(email(json!(false)), None);
        assert_eq!(email(Value::Null), None);
    }
}
