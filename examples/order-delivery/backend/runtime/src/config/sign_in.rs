//! The settings of signing in with an account that somebody has elsewhere.

use super::Settings;
use crate::Result;
use axum::http::Uri;

const GOOGLE: &str = "https://accounts.google.com";
const APPLE: &str = "https://appleid.apple.com";
const EXPECTED: &str = "providers such as `keycloak=https://id.example.com/realms/shop CLIENT_ID` with `;` between them, each \
                        of another name, `https` (or on this machine `http`) and with a client id";

/// A provider of OpenID Connect whose word is taken for who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// Its name in `authData`.
    pub name: String,
    /// Its address, as its tokens have it.
    pub issuer: String,
    /// The applications of whose tokens it is taken; at least one.
    pub client_ids: Vec<String>,
}

impl Settings {
    pub(super) fn identity_providers(&self) -> Result<Vec<IdentityProvider>> {
        let mut providers = Vec::new();
        for (name, issuer, setting) in [
            ("google", GOOGLE, "GOOGLE_CLIENT_IDS"),
            ("apple", APPLE, "APPLE_CLIENT_IDS"),
        ] {
            let client_ids: Vec<_> = self.items(setting, "client ids with commas between them")?;
            if !client_ids.is_empty() {
                providers.push(IdentityProvider {
                    name: name.to_owned(),
                    issuer: issuer.to_owned(),
                    client_ids,
                });
            }
        }
        let text = self.text("OIDC_PROVIDERS");
        for written in text.split(';').filter(|written| !written.trim().is_empty()) {
            let provider = read(written)
                .filter(|provider| providers.iter().all(|other| other.name != provider.name))
                .ok_or_else(|| self.wrong("OIDC_PROVIDERS", EXPECTED))?;
            providers.push(provider);
        }
        Ok(providers)
    }
}

/// `NAME=ISSUER CLIENT_ID…`
fn read(written: &str) -> Option<IdentityProvider> {
    let (name, rest) = written.split_once('=')?;
    let (name, mut words) = (name.trim(), rest.split_whitespace());
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_';
    if name.is_empty() || name == "anonymous" || !name.bytes().all(plain) {
        return None;
    }
    let issuer = words.next().filter(|issuer| is_safe(issuer))?;
    let client_ids: Vec<_> = words.map(str::to_owned).collect();
    (!client_ids.is_empty()).then(|| IdentityProvider {
        name: name.to_owned(),
        issuer: issuer.to_owned(),
        client_ids,
    })
}

/// Whether what comes from this address is what was sent there: by TLS, or without leaving this machine.
pub(crate) fn is_safe(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else {
        return false;
    };
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(host)) => !host.is_empty(),
        (Some("http"), Some(host)) => matches!(host, "127.0.0.1" | "[::1]" | "localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_a_name_an_issuer_and_client_ids() {
        let provider = read(" keycloak = https://id.example.com/realms/shop web app").unwrap();
        assert_eq!(provider.name, "keycloak");
        assert_eq!(provider.issuer, "https://id.example.com/realms/shop");
        assert_eq!(provider.client_ids, ["web", "app"]);
        for wrong in [
            "keycloak",
            "keycloak=https://id.example.com",
            "=https://id.example.com web",
            "anonymous=https://id.example.com web",
            "a.b=https://id.example.com web",
            "keycloak=http://id.example.com web",
            "keycloak=ftp://127.0.0.1 web",
            "keycloak=http://127.0.0.1.example.com web",
            "keycloak=http://127.0.0.1@example.com web",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert!(read("local=http://127.0.0.1:8080/realms/shop web").is_some());
    }
}
