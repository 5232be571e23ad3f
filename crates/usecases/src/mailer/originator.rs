//! Who caused an email, as the queue keeps it: hashes alone, in one column (`jobs.network`).

use fyr_domain::{Actor, NetworkPrefix, NetworkScope, Role, text::EmailAddress};
use fyr_store::{Db, mailboxes};

use crate::{Error, accounts::hash_key};

/// Whoever's request caused an email. Support and the program have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Originator {
    networks: Vec<(NetworkScope, String)>,
    owned: Vec<String>,
    appointed: bool,
}

/// The word for someone with a role.
const APPOINTED: &str = "appointed";
/// The word before the hash of an address that someone owns.
const OWNER: &str = "owner";

fn owner_hash(email: &str) -> String {
    hash_key(&format!("owner:{}", EmailAddress::canonical(email)))
}

fn network_hash(prefix: NetworkPrefix) -> String {
    match prefix.scope {
        // as earlier releases have counted it
        NetworkScope::Line => hash_key(&format!("network:{}", prefix.address)),
        NetworkScope::Household | NetworkScope::Site => hash_key(&prefix.to_string()),
    }
}

impl Originator {
    /// Of a request of this actor; `None` for support. An address is theirs where they are signed in with it and its mailbox has
    /// confirmed it, or where this browser has opened a mailed link to a ticket of it.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub(crate) async fn of(db: &mut Db, actor: &Actor) -> Result<Option<Self>, Error> {
        if actor.can_open_desk() {
            return Ok(None);
        }
        let networks = actor.network.into_iter().flat_map(fyr_domain::Network::scopes);
        let networks: Vec<_> = networks.map(|prefix| (prefix.scope, network_hash(prefix))).collect();
        let mut owned = match actor.guest {
            Some(guest) => mailboxes::list_opened_by_link(db, guest).await?,
            None => Vec::new(),
        };
        let user = actor.confirmed_user();
        owned.extend(user.map(|user| user.email.clone()));
        // a request without a network is the program's own
        Ok((!networks.is_empty()).then(|| Self {
            networks,
            owned: owned.iter().map(|email| owner_hash(email)).collect(),
            appointed: user.is_some_and(|user| {
                let roles = user.memberships.iter().map(|membership| membership.role);
                std::iter::once(user.role).chain(roles).any(|role| role != Role::Participant)
            }),
        }))
    }

    /// The networks of the request, hashed, from the smallest to the largest.
    pub(crate) fn networks(&self) -> impl Iterator<Item = (NetworkScope, &str)> {
        self.networks.iter().map(|(scope, hash)| (*scope, hash.as_str()))
    }

    /// The smallest network of the request, hashed.
    pub(crate) fn line(&self) -> Option<&str> {
        self.networks().next().map(|(_, hash)| hash)
    }

    /// Whether somebody gave them a role: they write to people in the course of their work.
    pub(crate) const fn is_appointed(&self) -> bool {
        self.appointed
    }

    /// Whether they have shown that this mailbox is theirs.
    pub(crate) fn owns(&self, email: &str) -> bool {
        self.owned.contains(&owner_hash(email))
    }

    /// As it is stored.
    pub(crate) fn to_column(&self) -> String {
        let networks = self.networks.iter().map(|(scope, hash)| format!("{}:{hash}", scope.as_str()));
        let owned = self.owned.iter().map(|hash| format!("{OWNER}:{hash}"));
        let appointed = self.appointed.then(|| APPOINTED.to_owned());
        networks.chain(owned).chain(appointed).collect::<Vec<_>>().join(" ")
    }

    /// From what is stored. Earlier releases stored the hash of the line alone.
    pub(crate) fn from_column(column: &str) -> Self {
        let mut originator = Self::default();
        for word in column.split_whitespace() {
            let network = |scope| (scope, word.rsplit(':').next().unwrap_or(word).to_owned());
            match word.split_once(':') {
                Some((OWNER, hash)) => originator.owned.push(hash.to_owned()),
                Some(("household", _)) => originator.networks.push(network(NetworkScope::Household)),
                Some(("site", _)) => originator.networks.push(network(NetworkScope::Site)),
                None if word == APPOINTED => originator.appointed = true,
                Some(_) | None => originator.networks.push(network(NetworkScope::Line)),
            }
        }
        originator
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_the_same_after_it_was_stored() {
        let whole = Originator {
            networks: vec![(NetworkScope::Line, "a".into()), (NetworkScope::Site, "b".into())],
            owned: vec![owner_hash("siri@example.org")],
            appointed: true,
        };
        for originator in [
            whole.clone(),
            Originator { owned: Vec::new(), ..whole.clone() },
            Originator { appointed: false, ..whole },
        ] {
            assert_eq!(Originator::from_column(&originator.to_column()), originator);
        }
    }

    #[test]
    fn what_an_earlier_release_stored_is_a_network() {
        let originator = Originator::from_column("5f4d");
        assert_eq!((originator.line(), originator.is_appointed()), (Some("5f4d"), false));
    }

    #[test]
    fn an_address_with_a_suffix_is_not_the_one_without() {
        let originator =
            Originator { owned: vec![owner_hash("siri+1@example.org")], ..Originator::default() };
        assert!(originator.owns("Siri+1@example.org") && !originator.owns("siri@example.org"));
    }
}
