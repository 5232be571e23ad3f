//! What a person's own account page shows.

use fyr_domain::Actor;
use fyr_store::{
    accounts, email_changes, second_factors,
    sessions::{self, SessionSummary},
};

use crate::{Backend, Error};

/// Address, sign-in methods and sessions of an account.
#[derive(Clone, Debug)]
pub struct AccountOverview {
    /// Whether the account's address is confirmed.
    pub email_confirmed: bool,
    /// The address of a pending email change.
    pub new_email: Option<String>,
    /// Whether the account has a password.
    pub has_password: bool,
    /// Whether signing in asks for a code of an authenticator app.
    pub has_second_factor: bool,
    /// The number of unused recovery codes.
    pub codes_left: i64,
    /// Current sessions, the most recently used first.
    pub sessions: Vec<SessionSummary>,
}

/// The signed-in person's account.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn overview(backend: &Backend, actor: &Actor) -> Result<AccountOverview, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    let found = accounts::find_by_id(&mut db, user).await?.ok_or(Error::SignInFirst)?;
    let now = backend.clock.now();
    Ok(AccountOverview {
        email_confirmed: found.email_confirmed_at.is_some(),
        new_email: email_changes::find_for_user(&mut db, user, now).await?.map(|change| change.email),
        has_password: found.password_hash.is_some(),
        has_second_factor: found.totp_confirmed_at.is_some(),
        codes_left: second_factors::count_unused_recovery_codes(&mut db, user).await?,
        sessions: sessions::list_for_user(&mut db, user, now).await?,
    })
}
