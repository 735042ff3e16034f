//! Tests of a client that is older than the server.
