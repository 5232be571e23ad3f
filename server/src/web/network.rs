//! The network of a request, made once by the context layer: from the address of the connection, or as far back as trusted reverse
//! proxies have written it down.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
};
use fyr_domain::Network;

/// The network of the client. Of what is forwarded only the entries written by trusted proxies count: from the right, one for each
/// of `proxies`. `X-Forwarded-For` and `Forwarded` (RFC 7239) count alike. A proxy writes one of them and lets the other through,
/// which the client may have invented: so where both are there and differ, neither is believed.
pub fn client_network(request: &Request, proxies: usize) -> Network {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let peer = Network::new(peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
    proxies.checked_sub(1).and_then(|index| forwarded(request.headers(), index)).unwrap_or(peer)
}

/// The entry `index` from the right; `None` where there is none, or it is no address.
fn forwarded(headers: &HeaderMap, index: usize) -> Option<Network> {
    let nth = |entries: Vec<String>| {
        let at = entries.len().checked_sub(index + 1)?;
        Network::parse(entries.get(at)?)
    };
    let plain = headers.contains_key("x-forwarded-for").then(|| nth(plain_entries(headers)));
    let standard = headers.contains_key("forwarded").then(|| nth(standard_entries(headers)));
    match (plain, standard) {
        (Some(plain), Some(standard)) => plain.filter(|_| plain == standard),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => None,
    }
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

    /// The network of a request that comes from 10.0.0.1 with these headers.
    fn network(proxies: usize, headers: &[(&'static str, &'static str)]) -> String {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4_000))));
        for (name, value) in headers {
            request.headers_mut().append(*name, HeaderValue::from_static(value));
        }
        client_network(&request, proxies).to_string()
    }

    #[test]
    fn what_trusted_proxies_write_is_understood_in_every_form() {
        for (headers, expected) in [
            (&[("x-forwarded-for", "203.0.113.10")][..], "203.0.113.10"),
            (&[("x-forwarded-for", "203.0.113.10:51234")], "203.0.113.10"),
            (&[("x-forwarded-for", "[2001:db8::11]:443")], "2001:db8::11"),
            (&[("x-forwarded-for", "2001:db8::11")], "2001:db8::11"),
            (&[("x-forwarded-for", "::ffff:203.0.113.10")], "203.0.113.10"),
            (&[("x-forwarded-for", "198.51.100.1, 203.0.113.10:1")], "203.0.113.10"),
            (&[("x-forwarded-for", "198.51.100.1"), ("x-forwarded-for", "203.0.113.10")], "203.0.113.10"),
            (&[("forwarded", "for=203.0.113.10")], "203.0.113.10"),
            (&[("forwarded", "proto=https;For=\"203.0.113.10:51234\";by=10.0.0.9")], "203.0.113.10"),
            (&[("forwarded", "for=\"[2001:db8::11]:4711\"")], "2001:db8::11"),
            (&[("forwarded", "for=198.51.100.1, for=\"[2001:db8::11]\"")], "2001:db8::11"),
            (&[("forwarded", "for=198.51.100.1"), ("forwarded", "for=203.0.113.10")], "203.0.113.10"),
            (&[("forwarded", "for=198.51.100.1;host=\"a,b;for=9.9.9.9\"")], "198.51.100.1"),
            (&[("forwarded", "for=203.0.113.10"), ("x-forwarded-for", "203.0.113.10:9")], "203.0.113.10"),
        ] {
            assert_eq!(network(1, headers), expected, "{headers:?}");
            assert_eq!(network(0, headers), "10.0.0.1", "without a proxy nothing is believed: {headers:?}");
        }
    }

    #[test]
    fn what_a_client_invents_is_not_believed() {
        for headers in [
            &[("x-forwarded-for", "unknown")][..],
            &[("x-forwarded-for", "203.0.113.10, ")],
            &[("x-forwarded-for", "evil")],
            &[("forwarded", "for=_hidden")],
            &[("forwarded", "for=203.0.113.10, proto=https")],
            &[("forwarded", "203.0.113.10")],
            &[("x-forwarded-for", "203.0.113.10"), ("forwarded", "for=198.51.100.1")],
            &[("x-forwarded-for", "203.0.113.10"), ("forwarded", "for=unknown")],
            &[],
        ] {
            assert_eq!(network(1, headers), "10.0.0.1", "{headers:?}");
        }
    }

    #[test]
    fn entries_are_counted_from_the_right() {
        let chain = [("x-forwarded-for", "9.9.9.9, 203.0.113.10:5, 10.0.0.2")];
        assert_eq!(network(1, &chain), "10.0.0.2");
        assert_eq!(network(2, &chain), "203.0.113.10");
        assert_eq!(network(4, &chain), "10.0.0.1");
        let chain = [("forwarded", "for=9.9.9.9, for=\"203.0.113.10:5\", for=10.0.0.2")];
        assert_eq!(network(2, &chain), "203.0.113.10");
    }
}
