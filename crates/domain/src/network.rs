//! The network a request comes from: one value, made once from the request, by which limits, throttles and the audit log
//! tell networks apart.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

/// The network address of a client. IPv4 addresses that are written as IPv6 are IPv4 addresses here, so that one listener for
/// both does not make all of IPv4 one network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

/// How much of an address counts as one sender. In IPv6 whoever has a line chooses its addresses freely, and who has more than a
/// line chooses lines freely; nobody outside knows how much someone was given. So each size is counted, with a larger share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NetworkScope {
    /// The address itself for IPv4, its /64 for IPv6.
    Line,
    /// The /56 of an IPv6 address: what most providers give a household.
    Household,
    /// The /48 of an IPv6 address: what companies and schools are given.
    Site,
}

impl NetworkScope {
    /// How many times the limit of a line holds for it.
    pub const fn shares(self) -> u32 {
        match self {
            Self::Line => 1,
            Self::Household => 2,
            Self::Site => 8,
        }
    }

    /// Its stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Household => "household",
            Self::Site => "site",
        }
    }
}

/// The part of an address that counts as one sender in one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NetworkPrefix {
    /// How much of the address it is.
    pub scope: NetworkScope,
    /// The address without the rest.
    pub address: IpAddr,
}

impl fmt::Display for NetworkPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scope.as_str(), self.address)
    }
}

/// The first 96 bits of an address by which a gateway stands for an IPv4 address (RFC 6052, 2.1).
const TRANSLATED: u128 = 0x0064_ff9b_u128 << 96;

impl Network {
    /// The network of an address.
    pub const fn new(address: IpAddr) -> Self {
        let IpAddr::V6(v6) = address else { return Self(address) };
        if let Some(v4) = v6.to_ipv4_mapped() {
            return Self(IpAddr::V4(v4));
        }
        let bits = v6.to_bits();
        if bits >> 32 == TRANSLATED >> 32 {
            let [.., a, b, c, d] = v6.octets();
            return Self(IpAddr::V4(std::net::Ipv4Addr::new(a, b, c, d)));
        }
        Self(address)
    }

    /// Parses an address as proxies write it: alone, in brackets, with a port (`203.0.113.10:51234`, `[2001:db8::11]:443`) or
    /// with a zone (`fe80::1%eth0`). `None` for anything else, such as `unknown`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(address) = text.parse::<IpAddr>() {
            return Some(Self::new(address));
        }
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Some(Self::new(address.ip()));
        }
        let bare = match text.strip_prefix('[') {
            Some(rest) => {
                let (address, port) = rest.split_once(']')?;
                let is_port = |port: &str| port.parse::<u16>().is_ok();
                if !port.is_empty() && !port.strip_prefix(':').is_some_and(is_port) {
                    return None;
                }
                address
            }
            None => text,
        };
        let address = bare.split_once('%').map_or(bare, |(address, _)| address);
        address.parse::<Ipv6Addr>().ok().map(|address| Self::new(IpAddr::V6(address)))
    }

    /// The address itself.
    pub const fn address(self) -> IpAddr {
        self.0
    }

    /// What the address is counted by, from the smallest to the largest: a line alone for IPv4; line, household and site for IPv6.
    pub fn scopes(self) -> impl Iterator<Item = NetworkPrefix> {
        let of = move |scope, bits| NetworkPrefix { scope, address: self.prefix(bits) };
        let larger = [of(NetworkScope::Household, 56), of(NetworkScope::Site, 48)];
        let larger = larger.into_iter().filter(move |_| self.0.is_ipv6());
        std::iter::once(of(NetworkScope::Line, 64)).chain(larger)
    }

    /// What one line has: see [`NetworkScope::Line`].
    pub const fn line(self) -> IpAddr {
        self.prefix(64)
    }

    const fn prefix(self, bits: u32) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !(u128::MAX >> bits))),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        Network::parse(text).unwrap_or_else(|| panic!("{text:?} is an address"))
    }

    #[test]
    fn one_address_is_one_network_however_it_is_written() {
        for (address, spellings) in [
            (
                "203.0.113.10",
                &[
                    "203.0.113.10:51234",
                    " 203.0.113.10 ",
                    "::ffff:203.0.113.10",
                    "::ffff:cb00:710a",
                    "0:0:0:0:0:FFFF:203.0.113.10",
                    "[::ffff:203.0.113.10]:80",
                    "64:ff9b::203.0.113.10",
                ][..],
            ),
            (
                "2001:db8::11",
                &[
                    "[2001:db8::11]:443",
                    "[2001:db8::11]",
                    "2001:DB8:0:0:0:0:0:11",
                    "2001:db8::11%eth0",
                    "[2001:db8::11%3]:443",
                ],
            ),
        ] {
            for spelling in spellings {
                assert_eq!(network(spelling), network(address), "{spelling}");
                assert_eq!(network(spelling).to_string(), address, "{spelling}");
            }
        }
    }

    #[test]
    fn what_is_no_address_is_no_network() {
        for text in [
            "",
            "unknown",
            "_hidden",
            "203.0.113",
            "203.0.113.10:x",
            "203.0.113.10:99999",
            "[2001:db8::11",
            "[2001:db8::11]x",
            "[2001:db8::11]:",
            "host.example:80",
            "2001:db8::11:22:33:44:55:66:77",
        ] {
            assert_eq!(Network::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_address_counts_for_its_line_its_household_and_its_site() {
        let scopes = |text| network(text).scopes().map(|prefix| prefix.to_string()).collect::<Vec<_>>();
        let all = scopes("2001:db8:1:2::1");
        assert_eq!(all, ["line:2001:db8:1:2::", "household:2001:db8:1::", "site:2001:db8:1::"]);
        assert_eq!(all, scopes("2001:db8:1:2:ffff:ffff:ffff:ffff"), "one line");
        let shared = |other| scopes(other).iter().filter(|prefix| all.contains(prefix)).count();
        assert_eq!(
            ["2001:db8:1:2::7", "2001:db8:1:ff::1", "2001:db8:1:100::1", "2001:db8:2::1"].map(shared),
            [3, 2, 1, 0]
        );
        assert_eq!(scopes("192.0.2.1"), ["line:192.0.2.1"]);
        assert_eq!(scopes("::ffff:192.0.2.1"), scopes("192.0.2.1"));
        assert_ne!(scopes("::ffff:192.0.2.1"), scopes("::ffff:192.0.2.2"));
    }
}
