//! Accounts: sessions, passwords, accounts elsewhere, and mail.

use super::{Key, key};

pub(super) const KEYS: &[Key] = &[
    key("SESSION_DAYS", "365", "How long a session lasts, in days."),
    key(
        "PASSWORD_MIN_LENGTH",
        "1",
        "Fewest characters of a new password.",
    ),
    key(
        "PASSWORD_PATTERN",
        "",
        "Regular expression that a new password must match somewhere, as in `[0-9]`; empty: any will do.",
    ),
    key(
        "PASSWORD_MAY_CONTAIN_USERNAME",
        "true",
        "Whether a new password may hold the username.",
    ),
    key(
        "GOOGLE_CLIENT_IDS",
        "",
        "Client ids of the applications whose users sign in with Google, with commas between them; for a backend built with the feature `sign-in`, as are the next two. Empty: nobody does.",
    ),
    key(
        "APPLE_CLIENT_IDS",
        "",
        "The same for Apple: bundle ids and service ids.",
    ),
    key(
        "OIDC_PROVIDERS",
        "",
        "Other providers of OpenID Connect, as in `keycloak=https://id.example.com/realms/shop shop-web shop-app`: a name for authData, the issuer, and client ids; several with `;` between them.",
    ),
    key(
        "LOCKOUT_ATTEMPTS",
        "10",
        "How many logins in a row may fail before a name must wait; 0 never makes one wait.",
    ),
    key(
        "LOCKOUT_MINUTES",
        "5",
        "How long a name must wait then, in minutes.",
    ),
    key(
        "VERIFY_EMAIL",
        "false",
        "Whether a user is mailed a link that confirms his address, at sign-up and when it changes.",
    ),
    key(
        "PREVENT_LOGIN_WITH_UNVERIFIED_EMAIL",
        "false",
        "Whether nobody logs in before his address is confirmed; where VERIFY_EMAIL is `false` it does nothing.",
    ),
    key(
        "EMAIL_TOKEN_HOURS",
        "72",
        "How long the link that confirms an address works, in hours.",
    ),
    key(
        "RESET_TOKEN_HOURS",
        "1",
        "How long the link to a new password works, in hours.",
    ),
    key(
        "MAIL_FROM",
        "no-reply@localhost",
        "Address that mail comes from.",
    ),
    key(
        "APP_NAME",
        "",
        "What mails and their pages call the application; APP_ID where empty.",
    ),
    key(
        "OUTBOX_DIR",
        "outbox",
        "Folder that mail is written to, a file a message, where SMTP_URL is empty.",
    ),
    key(
        "SMTP_URL",
        "",
        "Mail server, as in `smtps://USER:PASSWORD@HOST`; for a backend built with the feature `smtp`.",
    ),
];
