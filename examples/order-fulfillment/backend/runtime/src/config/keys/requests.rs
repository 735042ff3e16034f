//! Requests: where they come from and how many may, what they may weigh, files, and repeats.

use super::{Key, key};

pub(super) const KEYS: &[Key] = &[
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
];
