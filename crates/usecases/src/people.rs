//! Who someone is, and a counsellor's people. How people show who they are is in [`crate::accounts`].

use fyr_domain::{Actor, User, permission::Scope};
use fyr_store::{
    organisations,
    people::{self, Account, Participant},
};
use uuid::Uuid;

use crate::{Error, Services};

/// The person with this id.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(ctx: &Services, id: Uuid) -> Result<Option<User>, Error> {
    let mut db = ctx.store.read().await?;
    let Some(account) = people::find(&mut db, id).await? else { return Ok(None) };
    let memberships = organisations::memberships(&mut db, id).await?;
    Ok(Some(User { memberships, ..account.into() }))
}

/// A counsellor's people.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody, [`Error::NotFound`] for anyone who is not a counsellor.
pub async fn participants(ctx: &Services, actor: &Actor) -> Result<Vec<Participant>, Error> {
    only_counsellors(actor)?;
    let mut db = ctx.store.read().await?;
    Ok(people::participants(&mut db, actor).await?)
}

/// One of a counsellor's people, and how far they may go for them.
///
/// # Errors
/// As [`participants`]; [`Error::NotFound`] for anyone else's participant.
pub async fn participant(ctx: &Services, actor: &Actor, id: Uuid) -> Result<(Account, Scope), Error> {
    only_counsellors(actor)?;
    let mut db = ctx.store.read().await?;
    people::participant(&mut db, actor, id).await?.ok_or(Error::NotFound)
}

fn only_counsellors(actor: &Actor) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if actor.counsels() => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

/// Accounts offered on the sign-in page, each as what it is most, in the portal or an organisation; none outside demo mode.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn demo_accounts(ctx: &Services) -> Result<Vec<Account>, Error> {
    if !ctx.settings.demo {
        return Ok(Vec::new());
    }
    let mut db = ctx.store.read().await?;
    let mut accounts = people::all(&mut db).await?;
    for account in &mut accounts {
        let places = organisations::memberships(&mut db, account.id).await?;
        account.role =
            places.iter().map(|place| place.role).chain([account.role]).max().unwrap_or(account.role);
    }
    accounts.sort_by_key(|account| account.role);
    Ok(accounts)
}

/// The password of every demo account, shown on the sign-in page in demo mode.
pub const DEMO_PASSWORD: &str = "fyr-demo-2026";
