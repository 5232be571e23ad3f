//! The network of a request, made once by the context layer: from the address of the connection, or as far back as trusted reverse
//! proxies have written it down.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
};
use fyr_domain::Network;

use crate::config::{HttpConfig, ProxyHeader};

/// The network of the client. Of what is forwarded only the entries written by trusted proxies count: from the right, one for each of
/// `trusted_proxies`, in the header that they write. The other header goes through them as the client invented it, and is ignored.
pub fn client_network(request: &Request, config: &HttpConfig) -> Network {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let peer = Network::new(peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
    let forwarded = |index| forwarded(request.headers(), config.proxy_header, index);
    config.trusted_proxies.checked_sub(1).and_then(forwarded).unwrap_or(peer)
}

/// The entry `index` from the right; `None` where there is none, or it is no address.
fn forwarded(headers: &HeaderMap, header: ProxyHeader, index: usize) -> Option<Network> {
    let entries = match header {
        ProxyHeader::XForwardedFor => plain_entries(headers),
        ProxyHeader::Forwarded => standard_entries(headers),
    };
    Network::parse(entries.get(entries.len().checked_sub(index + 1)?)?)
}

/// The lines of a header, joined in order (RFC 9110, 5.3).
fn joined(headers: &HeaderMap, name: &str) -> String {
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default());
    lines.collect::<Vec<_>>().join(",")
}

fn plain_entries(headers: &HeaderMap) -> Vec<String> {
    joined(headers, "x-forwarded-for").split(',').map(str::to_owned).collect()
}

/// The value of `for` in each element of `Forwarded`; empty where an element has none.
fn standard_entries(headers: &HeaderMap) -> Vec<String> {
    split_unquoted(&joined(headers, "forwarded"), ',')
        .iter()
        .map(|element| {
            let pairs = split_unquoted(element, ';');
            let value = pairs.iter().find_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                name.trim().eq_ignore_ascii_case("for").then(|| unquote(value.trim()))
            });
            value.unwrap_or_default()
        })
        .collect()
}

/// Splits at a separator outside quotes.
fn split_unquoted(text: &str, separator: char) -> Vec<String> {
    let (mut parts, mut quoted, mut escaped) = (vec![String::new()], false, false);
    for c in text.chars() {
        if c == separator && !quoted {
            parts.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// The content of a quoted string; anything else unchanged.
fn unquote(value: &str) -> String {
    match value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(content) => content.replace('\\', ""),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::HeaderValue};

    use super::*;

    /// The network of a request that comes from 10.0.0.1 with these headers, behind proxies that write this one.
    fn network(
        proxy_header: ProxyHeader,
        trusted_proxies: usize,
        headers: &[(&'static str, &'static str)],
    ) -> String {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4_000))));
        for (name, value) in headers {
            request.headers_mut().append(*name, HeaderValue::from_static(value));
        }
        let config = HttpConfig { trusted_proxies, proxy_header, ..HttpConfig::default() };
        client_network(&request, &config).to_string()
    }

    #[test]
    fn what_trusted_proxies_write_is_understood_in_every_form() {
        const PLAIN: &str = "x-forwarded-for";
        const STANDARD: &str = "forwarded";
        for (headers, expected) in [
            (&[(PLAIN, "203.0.113.10")][..], "203.0.113.10"),
            (&[(PLAIN, "203.0.113.10:51234")], "203.0.113.10"),
            (&[(PLAIN, "[2001:db8::11]:443")], "2001:db8::11"),
            (&[(PLAIN, "2001:db8::11")], "2001:db8::11"),
            (&[(PLAIN, "::ffff:203.0.113.10")], "203.0.113.10"),
            (&[(PLAIN, "198.51.100.1, 203.0.113.10:1")], "203.0.113.10"),
            (&[(PLAIN, "198.51.100.1"), (PLAIN, "203.0.113.10")], "203.0.113.10"),
            (&[(STANDARD, "for=203.0.113.10")], "203.0.113.10"),
            (&[(STANDARD, "proto=https;For=\"203.0.113.10:51234\";by=10.0.0.9")], "203.0.113.10"),
            (&[(STANDARD, "for=\"[2001:db8::11]:4711\"")], "2001:db8::11"),
            (&[(STANDARD, "for=198.51.100.1, for=\"[2001:db8::11]\"")], "2001:db8::11"),
            (&[(STANDARD, "for=198.51.100.1"), (STANDARD, "for=203.0.113.10")], "203.0.113.10"),
            (&[(STANDARD, "for=198.51.100.1;host=\"a,b;for=9.9.9.9\"")], "198.51.100.1"),
        ] {
            let (written, other) = match headers[0].0 {
                PLAIN => (ProxyHeader::XForwardedFor, ProxyHeader::Forwarded),
                _ => (ProxyHeader::Forwarded, ProxyHeader::XForwardedFor),
            };
            assert_eq!(network(written, 1, headers), expected, "{headers:?}");
            assert_eq!(
                network(written, 0, headers),
                "10.0.0.1",
                "without a proxy nothing is believed: {headers:?}"
            );
            assert_eq!(network(other, 1, headers), "10.0.0.1", "the other header is ignored: {headers:?}");
        }
    }

    #[test]
    fn a_header_that_no_proxy_writes_hides_nobody() {
        let both = [("x-forwarded-for", "203.0.113.10"), ("forwarded", "for=198.51.100.1")];
        assert_eq!(network(ProxyHeader::XForwardedFor, 1, &both), "203.0.113.10");
        assert_eq!(network(ProxyHeader::Forwarded, 1, &both), "198.51.100.1");
    }

    #[test]
    fn what_is_no_address_is_not_believed() {
        for text in ["unknown", "203.0.113.10, ", "evil", ""] {
            assert_eq!(
                network(ProxyHeader::XForwardedFor, 1, &[("x-forwarded-for", text)]),
                "10.0.0.1",
                "{text}"
            );
        }
        for text in ["for=_hidden", "for=203.0.113.10, proto=https", "203.0.113.10", "for=unknown"] {
            assert_eq!(network(ProxyHeader::Forwarded, 1, &[("forwarded", text)]), "10.0.0.1", "{text}");
        }
        assert_eq!(network(ProxyHeader::XForwardedFor, 1, &[]), "10.0.0.1");
    }

    #[test]
    fn entries_are_counted_from_the_right() {
        let chain = [("x-forwarded-for", "9.9.9.9, 203.0.113.10:5, 10.0.0.2")];
        let plain = |proxies| network(ProxyHeader::XForwardedFor, proxies, &chain);
        assert_eq!([1, 2, 4].map(plain), ["10.0.0.2", "203.0.113.10", "10.0.0.1"]);
        let chain = [("forwarded", "for=9.9.9.9, for=\"203.0.113.10:5\", for=10.0.0.2")];
        assert_eq!(network(ProxyHeader::Forwarded, 2, &chain), "203.0.113.10");
    }
}
