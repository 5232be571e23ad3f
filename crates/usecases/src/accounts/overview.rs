//! What a person's own account page says.

use fyr_domain::Actor;
use fyr_store::{
    accounts, email_changes, factors,
    sessions::{self, Listed},
};

use crate::{Error, Services};

/// How an account stands.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Whether it is known that the address is theirs.
    pub email_confirmed: bool,
    /// The address they want instead, while both mailboxes have not agreed.
    pub new_email: Option<String>,
    /// Whether they can sign in with a password.
    pub has_password: bool,
    /// Whether they are asked for a code when they sign in.
    pub has_second_factor: bool,
    /// How many recovery codes are left.
    pub codes_left: i64,
    /// Where they are signed in, the one used last first.
    pub sessions: Vec<Listed>,
}

/// The signed-in person's.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn overview(ctx: &Services, actor: &Actor) -> Result<Overview, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    let found = accounts::find(&mut db, user).await?.ok_or(Error::SignInFirst)?;
    let now = ctx.clock.now();
    Ok(Overview {
        email_confirmed: found.email_confirmed_at.is_some(),
        new_email: email_changes::of_user(&mut db, user, now).await?.map(|wish| wish.email),
        has_password: found.password_hash.is_some(),
        has_second_factor: found.totp_confirmed_at.is_some(),
        codes_left: factors::codes_left(&mut db, user).await?,
        sessions: sessions::of_user(&mut db, user, now).await?,
    })
}
