//! Looking up people, and the participants of a counsellor. Not in here: how people sign in, which is in [`crate::accounts`].

use fyr_domain::{Actor, User, permission::Permission};
use fyr_store::{
    organisations,
    people::{self, Account, Participant, ParticipantAccess},
};
use uuid::Uuid;

use crate::{Backend, Error, require::require};

/// Finds a person who can sign in, with their memberships; `None` where there is nobody with this id, and for deactivated accounts.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn find_by_id(backend: &Backend, id: Uuid) -> Result<Option<User>, Error> {
    let mut db = backend.store.read().await?;
    Ok(people::find_active_member(&mut db, id).await?)
}

/// Lists the participants of the acting counsellor.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody, [`Error::NotFound`] for anyone who is not a counsellor.
pub async fn list_participants(backend: &Backend, actor: &Actor) -> Result<Vec<Participant>, Error> {
    require_counsellor(actor)?;
    let mut db = backend.store.read().await?;
    Ok(people::list_participants(&mut db, actor).await?)
}

/// Finds one of the acting counsellor's participants, and the scope of the relation.
///
/// # Errors
/// As [`list_participants`]; [`Error::NotFound`] for anyone else's participant.
pub async fn find_participant(
    backend: &Backend,
    actor: &Actor,
    id: Uuid,
) -> Result<ParticipantAccess, Error> {
    require_counsellor(actor)?;
    let mut db = backend.store.read().await?;
    people::find_participant(&mut db, actor, id).await?.ok_or(Error::NotFound)
}

fn require_counsellor(actor: &Actor) -> Result<(), Error> {
    require(actor, Permission::Counsel)
}

/// Lists the accounts offered on the sign-in page in demo mode, each with the highest of its roles in the portal and in
/// organisations; empty outside demo mode.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_demo_accounts(backend: &Backend) -> Result<Vec<Account>, Error> {
    if !backend.settings.demo {
        return Ok(Vec::new());
    }
    let mut db = backend.store.read().await?;
    let mut accounts = people::list_for_demo(&mut db).await?;
    for account in &mut accounts {
        let memberships = organisations::list_memberships(&mut db, account.id).await?;
        account.role = memberships
            .iter()
            .map(|membership| membership.role)
            .chain([account.role])
            .max()
            .unwrap_or(account.role);
    }
    accounts.sort_by_key(|account| account.role);
    Ok(accounts)
}

/// The password of every demo account, shown on the sign-in page in demo mode.
pub const DEMO_PASSWORD: &str = "fyr-demo-2026";
