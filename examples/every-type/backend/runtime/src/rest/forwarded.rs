//! The address that a request comes from: the peer's, or what the proxies say that stand before this server and are trusted.

use crate::config::Network;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName};
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Puts that address in the place of the peer's.
pub(super) fn settle(request: &mut Request, proxies: &[Network]) {
    if proxies.is_empty() {
        return;
    }
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() else {
        return;
    };
    let from = client(peer.ip(), request.headers(), proxies);
    if from != peer.ip() {
        let from = SocketAddr::new(from, 0);
        request.extensions_mut().insert(ConnectInfo(from));
    }
}

/// Each proxy adds at the end whom it was asked by, so the last address that is no trusted proxy's is the client's. What
/// stands before it the client may have written himself.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_trusted = |address| proxies.iter().any(|proxy| proxy.contains(address));
    let hops = headers.get_all(FORWARDED_FOR).iter().rev();
    let hops = hops.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
    let mut from = peer;
    for hop in hops {
        if !is_trusted(from) {
            break;
        }
        match address(hop.trim()) {
            Some(hop) => from = hop,
            // Whoever wrote that is the last of whom anything is known.
            None => break,
        }
    }
    from
}

/// Some proxies write the port too.
fn address(text: &str) -> Option<IpAddr> {
    let socket = || text.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    text.parse().ok().or_else(socket)
}
