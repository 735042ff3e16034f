//! What one may ask of live queries, lists and GraphQL.

use super::{Key, key};

pub(super) const KEYS: &[Key] = &[
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
];
