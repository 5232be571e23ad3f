//! How many files and connections the process may have open, and how they are shared out.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What is more than enough.
const ENOUGH: u64 = 65_536;
/// What the limit is taken for where the system does not say.
const UNKNOWN: u64 = 1_024;
/// What is not shared out: the database, the index, files, mail.
const RESERVED: u64 = 128;

/// The number of descriptors that this process may have open now.
pub fn limit() -> u64 {
    getrlimit(Resource::Nofile).current.map_or(ENOUGH, |limit| limit.min(ENOUGH))
}

/// Raises the soft limit as far as the hard one allows, and logs it. systemd starts services with 1,024, which a thousand open
/// pages use up.
pub fn raise_limit() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.map_or(ENOUGH, |maximum| maximum.min(ENOUGH));
    if current.is_some_and(|current| current < wanted)
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum })
    {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
    let limit = limit();
    let Shares { connections, network_connections, streams } = Shares::of(limit);
    tracing::info!(limit, connections, network_connections, streams, "open files");
    if limit < 4 * UNKNOWN {
        tracing::warn!(limit, "few files may be open at once: set LimitNOFILE=65536 in the unit");
    }
}

/// How descriptors are shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// Connections of browsers and proxies.
    pub connections: usize,
    /// Those of one network, where no proxy is in front.
    pub network_connections: usize,
    /// Live pages; each is one of the connections.
    pub streams: usize,
}

impl Shares {
    /// Of this many descriptors: three quarters of what is not reserved for connections, since each may have a file open.
    pub fn of(limit: u64) -> Self {
        let shared = limit.saturating_sub(RESERVED) * 3 / 4;
        // never more than half of what there is
        let connections = usize::try_from(shared.max(64.min(limit / 2)).max(4)).unwrap_or(usize::MAX);
        Self {
            connections,
            network_connections: (connections / 4).clamp(32, 2_000).min(connections - 1),
            streams: connections / 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_left_whatever_the_limit_is() {
        for limit in [0, 64, 1_024, 65_536, u64::MAX / 8] {
            let Shares { connections, network_connections, streams } = Shares::of(limit);
            assert!(network_connections < connections && streams < connections && streams > 0, "{limit}");
        }
        assert_eq!(Shares::of(20).connections, 10, "not more than there are files");
        assert_eq!(
            Shares::of(1_024),
            Shares { connections: 672, network_connections: 168, streams: 224 },
            "never all of them"
        );
    }
}
