//! How long and how much the server works, what it keeps of that, and what it tells of itself.

use super::{Key, key};

pub(super) const KEYS: &[Key] = &[
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
