//! Every setting there is, with its default and its meaning: what is read, and what the documents tell.

use std::fmt::Write as _;

/// A setting: `PORT` in the environment, `port` in the file.
pub struct Key {
    pub name: &'static str,
    pub default: &'static str,
    pub about: &'static str,
}

impl Key {
    /// Whether it is `true` or `false`.
    pub(super) fn is_flag(&self) -> bool {
        matches!(self.default, "true" | "false")
    }
}

const fn key(name: &'static str, default: &'static str, about: &'static str) -> Key {
    Key {
        name,
        default,
        about,
    }
}

/// Every setting there is.
pub const KEYS: &[Key] = &[
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
    key(
        "MOUNT_PATH",
        "/parse",
        "Path under which the REST API is served.",
    ),
    key(
        "SERVER_URL",
        "",
        "Public address of the API, as in `https://api.example.com/parse`; made of HOST, PORT and MOUNT_PATH where empty.",
    ),
    key(
        "ALLOW_ORIGIN",
        "*",
        "Origins whose pages may ask from a browser, as in `https://shop.example.com`, with commas between them; `*` is every one.",
    ),
    key(
        "ALLOW_HEADERS",
        "",
        "Headers that such a page may send beside those of the protocol, with commas between them.",
    ),
    key(
        "MAX_BODY_BYTES",
        "4194304",
        "Largest body of a request, in bytes (4 MiB).",
    ),
    key(
        "BODY_TIMEOUT_SECONDS",
        "60",
        "Longest time that a client may take over the body of a request, in seconds; over a file, a second more for each 4 KiB.",
    ),
    key(
        "FILES_DIR",
        "files",
        "Folder that files are kept in, where FILES_URL is empty.",
    ),
    key(
        "FILES_URL",
        "",
        "Bucket that files are kept in, as in `s3://BUCKET/PREFIX`; for a backend built with the feature `s3`.",
    ),
    key(
        "MAX_FILE_BYTES",
        "20971520",
        "Largest file, in bytes (20 MiB).",
    ),
    key(
        "FILE_UPLOAD_BY",
        "authenticated",
        "Who may upload files beside the master key, with commas between them: `authenticated` (users with an account), `anonymous` (users without), `public` (everybody).",
    ),
    key(
        "FILE_EXTENSIONS",
        "*",
        "Extensions that files may have, with commas between them; `*` is every one. It does not bind the master key, nor does the next.",
    ),
    key(
        "FILE_EXTENSIONS_BLOCKED",
        "htm,html,mht,mhtml,shtml,svg,svgz,xht,xhtm,xhtml,xml,xsl,xslt",
        "Extensions that files may not have.",
    ),
    key(
        "FILES_REQUIRE_SESSION",
        "false",
        "Whether a file is read in a session alone, and not by everybody who knows its name.",
    ),
    key(
        "MAX_HEADER_BYTES",
        "65536",
        "Largest head of a request, in bytes (64 KiB). It may have 100 headers.",
    ),
    key(
        "HEADER_TIMEOUT_SECONDS",
        "30",
        "Longest time that a client may take over the head of a request, or that a connection may be idle, in seconds.",
    ),
    key(
        "WRITE_TIMEOUT_SECONDS",
        "30",
        "Longest time that a client may read nothing of an answer before its connection is closed, in seconds.",
    ),
    key(
        "TRUSTED_PROXIES",
        "",
        "Proxies before this server, as addresses or networks such as `10.0.0.0/8` with commas between them. From these alone `X-Forwarded-For` is believed.",
    ),
    key(
        "MAX_CONNECTIONS",
        "4096",
        "Most connections at once; more wait until one of them ends.",
    ),
    key(
        "RATE_LIMIT_ADDRESS",
        "12000",
        "Most requests a minute from one address (of IPv6: one /64 network); 0 is no limit, here and below.",
    ),
    key(
        "RATE_LIMIT_USER",
        "6000",
        "Most requests a minute of one user, in all sessions.",
    ),
    key(
        "RATE_LIMIT_SESSION",
        "3000",
        "Most requests a minute in one session.",
    ),
    key(
        "RATE_LIMIT_SIGN_IN",
        "60",
        "Most attempts a minute from one address to sign up, sign in, verify a password or have a mail sent.",
    ),
    key(
        "RATE_LIMIT_EXEMPT",
        "127.0.0.1,::1",
        "Addresses that no rate limit binds, with commas between them; `*` is every address.",
    ),
    key(
        "IDEMPOTENCY_TTL_SECONDS",
        "86400",
        "How long the answer to a request with `Idempotency-Key` or `X-Parse-Request-Id` is kept for repeats of it, in seconds (a day); 0 keeps none and heeds no key.",
    ),
    key(
        "IDEMPOTENCY_REPEATS",
        "replay",
        "What a repeat is answered with: `replay` gives the first answer again, `refuse` code 159, as Parse does.",
    ),
    key(
        "LIVE_CONNECTIONS",
        "2048",
        "Most connections that live queries come on, sockets and event streams together; more are refused. They count among MAX_CONNECTIONS.",
    ),
    key("LIVE_SUBSCRIPTIONS", "100000", "Most live queries at once."),
    key(
        "LIVE_SUBSCRIPTIONS_PER_CONNECTION",
        "100",
        "Most live queries on one connection.",
    ),
    key(
        "LIVE_MESSAGE_BYTES",
        "65536",
        "Largest message that a client may send on a socket, in bytes (64 KiB).",
    ),
    key(
        "LIVE_CONNECT_SECONDS",
        "10",
        "Longest time that a client may take to say who it is once its socket is open, in seconds.",
    ),
    key(
        "LIVE_HEARTBEAT_SECONDS",
        "30",
        "How long a client may say nothing before it is sent a ping, in seconds; after as long again without an answer its socket is closed. An event stream has a comment this often.",
    ),
    key(
        "LIVE_QUEUE_MESSAGES",
        "1000",
        "Most messages that wait for a client that reads slowly; with one more it is told so and its connection is closed.",
    ),
    key("LIVE_QUEUE_BYTES", "1048576", "The same in bytes (1 MiB)."),
    key(
        "MAX_LIMIT",
        "1000",
        "Most objects that one list returns; a larger `limit` is cut to it.",
    ),
    key(
        "GRAPHQL_MAX_DOCUMENT_BYTES",
        "65536",
        "Longest GraphQL document.",
    ),
    key(
        "GRAPHQL_MAX_TOKENS",
        "4000",
        "Most names, numbers, texts and signs in one GraphQL document.",
    ),
    key(
        "GRAPHQL_MAX_DEPTH",
        "15",
        "Most levels of fields in one GraphQL operation.",
    ),
    key(
        "GRAPHQL_MAX_COMPLEXITY",
        "100000",
        "Most fields that one GraphQL operation may ask for. What is in a list counts as often as the list has objects at most.",
    ),
    key(
        "GRAPHQL_MAX_ALIASES",
        "50",
        "Most fields of one GraphQL operation that are asked for under another name.",
    ),
    key(
        "GRAPHQL_OPEN",
        "false",
        "Whether everybody may ask which GraphQL types there are, and gets the page to write queries on. Always so under `backsmith dev`; otherwise only the master key may ask.",
    ),
    key(
        "GRAPHQL_REMEMBERED_DOCUMENTS",
        "1000",
        "How many GraphQL documents are remembered, so that clients send a hash instead; 0 is none.",
    ),
    key(
        "GRAPHQL_DOCUMENTS",
        "",
        "File of the only GraphQL documents that are answered: JSON, each document under its SHA-256 or another name. Empty: any document.",
    ),
    key("BATCH_LIMIT", "100", "Most requests that one batch holds."),
    key(
        "ALLOW_CUSTOM_OBJECT_ID",
        "false",
        "Whether whoever creates an object may choose its objectId.",
    ),
    key(
        "QUERY_TIMEOUT_SECONDS",
        "10",
        "Longest time that a query may take, in seconds.",
    ),
    key(
        "FUNCTION_TIMEOUT_SECONDS",
        "30",
        "Longest time that a server function may take, in seconds.",
    ),
    key(
        "WEBHOOK_KEY",
        "",
        "What webhooks are sent as X-Parse-Webhook-Key, and questions to them are signed with; for a backend built with the feature `webhooks`.",
    ),
    key(
        "WEBHOOK_TIMEOUT_SECONDS",
        "10",
        "Longest time that a webhook may take to answer, in seconds.",
    ),
    key(
        "WEBHOOK_ATTEMPTS",
        "16",
        "How often a webhook is told of a write before that is given up; with the waits between, 16 take up to nine hours.",
    ),
    key(
        "MAX_JOBS",
        "4",
        "Most jobs that run at once; each runs once at a time.",
    ),
    key(
        "JOB_TIMEOUT_SECONDS",
        "3600",
        "Longest time that a job may run, in seconds.",
    ),
    key(
        "LIVE_WINDOW_SECONDS",
        "600",
        "How long a change of a watched class is kept for clients that come back, and how long a class that nobody watches any more is still recorded, in seconds (10 minutes).",
    ),
    key(
        "LIVE_WINDOW_CHANGES",
        "100000",
        "Most changes that are kept so.",
    ),
    key(
        "LIVE_WINDOW_BYTES",
        "134217728",
        "Most bytes that they may take, in all (128 MiB).",
    ),
    key(
        "SHUTDOWN_SECONDS",
        "10",
        "Longest time that a shutdown waits for requests under way, and then for jobs, in seconds.",
    ),
    key(
        "DRAIN_SECONDS",
        "0",
        "How long a server that is told to stop goes on answering first, while `/ready` says 503, in seconds.",
    ),
    key(
        "METRICS_TOKEN",
        "",
        "What a reader of `/metrics` sends as `Authorization: Bearer TOKEN`, 16 characters or more. Empty: only the master key reads it.",
    ),
    key(
        "LOG_LEVEL",
        "info",
        "`error`, `warn`, `info`, `debug` or `trace`.",
    ),
    key("LOG_FORMAT", "text", "`text` or `json`."),
    key(
        "LOG_REQUESTS",
        "false",
        "Whether each request is logged: method, path, status and time. At `debug` it always is.",
    ),
];

/// The settings as a table in Markdown, for the documents.
pub fn markdown() -> String {
    let mut table =
        "| Environment | File | Default | Meaning |\n| --- | --- | --- | --- |\n".to_owned();
    for key in KEYS {
        let default = if key.default.is_empty() {
            "empty".to_owned()
        } else {
            format!("`{}`", key.default)
        };
        let _ = writeln!(
            table,
            "| `{}` | `{}` | {default} | {} |",
            key.name,
            key.name.to_lowercase(),
            key.about
        );
    }
    table
}
