//! Where the server is reached, where it keeps things, and the keys that clients send.

use super::{Key, key};

pub(super) const KEYS: &[Key] = &[
    key(
        "HOST",
        "127.0.0.1",
        "Address to listen on. One that other machines reach needs an APP_ID of its own.",
    ),
    key(
        "PORT",
        "1337",
        "Port to listen on; 0 takes a free one and says which in the log.",
    ),
    key(
        "DATABASE_URL",
        "sqlite://data.db",
        "Where objects are kept: `sqlite://FILE`, relative to the working directory.",
    ),
    key(
        "APP_ID",
        "app",
        "Application id that clients send in `X-Parse-Application-Id`.",
    ),
    key(
        "MASTER_KEY",
        "",
        "Key that no access rule binds. Empty: nobody has it.",
    ),
    key(
        "MASTER_KEY_IPS",
        "127.0.0.1,::1",
        "Addresses from which the master key is accepted, with commas between them; `*` is every address.",
    ),
    key(
        "REST_API_KEY",
        "",
        "Key that clients send in `X-Parse-REST-API-Key`. Where this or JAVASCRIPT_KEY is set, one of them must be sent.",
    ),
    key(
        "JAVASCRIPT_KEY",
        "",
        "Key that clients send in `X-Parse-Javascript-Key`, as REST_API_KEY.",
    ),
];
