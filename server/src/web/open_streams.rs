//! How many live pages may be open at once: each takes a connection and two small queries every few seconds.

use std::sync::Arc;

use fyr_domain::{Network, NetworkPrefix};
use uuid::Uuid;

use super::slots::{Slot, Slots};

/// The most in one session.
const PER_SESSION: usize = 30;
/// The most of one ticket in one session: as many windows as people have open.
const PER_SESSION_AND_TICKET: usize = 4;
/// The most of one ticket.
const PER_TICKET: usize = 60;
/// The most of one line, behind which a whole office may be; larger networks have their shares of it, up to half of all.
const PER_NETWORK: usize = 300;

/// What streams are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    All,
    Network(NetworkPrefix),
    Ticket(Uuid),
    Session(String),
    SessionAndTicket(String, Uuid),
}

/// The open streams of a process.
#[derive(Clone, Debug)]
pub struct OpenStreams {
    slots: Arc<Slots<Key>>,
    max: usize,
}

/// An open stream.
#[derive(Debug)]
pub struct OpenStream {
    _slot: Slot<Key>,
}

impl OpenStreams {
    /// At most so many in all.
    pub fn new(max: usize) -> Self {
        Self { slots: Slots::new(), max }
    }

    /// Opens one; `None` where there are too many. `session` is the hashed id.
    pub fn open(&self, network: Option<Network>, session: Option<&str>, ticket: Uuid) -> Option<OpenStream> {
        let session = session.unwrap_or_default().to_owned();
        let claims = [
            (Key::All, self.max),
            (Key::Ticket(ticket), PER_TICKET),
            (Key::Session(session.clone()), PER_SESSION),
            (Key::SessionAndTicket(session, ticket), PER_SESSION_AND_TICKET),
        ];
        let of_network = |prefix: NetworkPrefix| {
            let shares = usize::try_from(prefix.scope.shares()).unwrap_or(1);
            (Key::Network(prefix), (PER_NETWORK * shares).min(self.max / 2))
        };
        let networks = network.into_iter().flat_map(Network::scopes).map(of_network);
        self.slots.take(claims.into_iter().chain(networks)).map(|slot| OpenStream { _slot: slot })
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    /// Opens as many as there may be.
    fn open(streams: &OpenStreams, which: impl Fn(u32) -> (Network, String, Uuid)) -> Vec<OpenStream> {
        (0..2_000)
            .map_while(|number| {
                let (network, session, ticket) = which(number);
                streams.open(Some(network), Some(&session), ticket)
            })
            .collect()
    }

    #[test]
    fn nobody_takes_the_streams_of_others() {
        let streams = OpenStreams::new(1_000);
        let network = |number: u32| Network::new(IpAddr::from(number.to_be_bytes()));
        let ticket = |number: u32| Uuid::from_u128(number.into());
        let session = |number: u32| number.to_string();
        let one_window = open(&streams, |_| (network(1), session(1), ticket(1)));
        let one_session = open(&streams, |n| (network(2), session(2), ticket(100 + n)));
        let one_ticket = open(&streams, |n| (network(10_000 + n), session(10_000 + n), ticket(2)));
        assert_eq!((one_window.len(), one_session.len(), one_ticket.len()), (4, 30, 60));
        let one_network = open(&streams, |n| (network(3), session(20_000 + n), ticket(20_000 + n)));
        assert_eq!(one_network.len(), 300);
        let all = open(&streams, |n| (network(30_000 + n), session(30_000 + n), ticket(30_000 + n)));
        assert_eq!(all.len(), 1_000 - 4 - 30 - 60 - 300);
        drop(one_network);
        assert!(streams.open(Some(network(4)), Some("x"), ticket(3)).is_some(), "closing makes room");
    }

    #[test]
    fn a_household_and_a_site_have_few_shares_of_a_line() {
        let line = |number: u32| {
            let address = format!("2001:db8:1:{:x}::1", number % 0x1_0000);
            let network = Network::parse(&address).expect("an address");
            (network, number.to_string(), Uuid::from_u128(number.into()))
        };
        let streams = OpenStreams::new(10_000);
        assert_eq!(open(&streams, |number| line(number % 0x100 + 0x1_0000 * number)).len(), 600);
        let streams = OpenStreams::new(1_000);
        assert_eq!(open(&streams, |number| line(number * 0x101)).len(), 500, "half of all");
    }
}
