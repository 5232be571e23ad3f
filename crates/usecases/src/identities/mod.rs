//! People whom a provider of sign-in vouches for: whose account that is, connecting and disconnecting, and what the
//! provider's groups and its logout mean here. The protocol itself is `fyr-identity`'s.
//!
//! An identity is an issuer and a subject. An account is never found by e-mail address: addresses are given to others in
//! time, and some providers let people write what they like.

mod ended;
mod letters;
mod newcomer;
mod roles;
mod sign_in;

pub use ended::end_sessions;
use fyr_domain::Actor;
use fyr_identity::{Provider, Refusal, Vouched};
use fyr_store::{
    identities::{self, Identity},
    people,
};
pub(crate) use letters::{Letter, compose};
pub use newcomer::Newcomer;
use serde_json::json;
pub use sign_in::{SignIn, sign_in};
use uuid::Uuid;

use crate::{
    Error, Services,
    audit::{self, Did},
};

/// A way to sign in that someone has connected.
#[derive(Clone, Debug)]
pub struct Connected {
    /// As it is kept.
    pub identity: Identity,
    /// Whether it may be taken away: not where it is the only way in.
    pub removable: bool,
}

/// How connecting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connecting {
    /// It is theirs now, or was already.
    Done,
    /// It opens someone else's account.
    Taken,
}

/// How disconnecting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disconnecting {
    /// It opens nothing any more.
    Done,
    /// It is the only way in, and stays.
    OnlyWay,
}

/// Every way to sign in that someone has connected.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody.
pub async fn connected(ctx: &Services, actor: &Actor) -> Result<Vec<Connected>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    let mine = identities::of_user(&mut db, user).await?;
    let password = has_password(&mut db, user).await?;
    let removable = password || mine.len() > 1;
    Ok(mine.into_iter().map(|identity| Connected { identity, removable }).collect())
}

async fn has_password(db: &mut fyr_store::Db, user: Uuid) -> Result<bool, Error> {
    Ok(people::find(db, user).await?.is_some_and(|known| known.password_hash.is_some()))
}

/// Connects what a provider vouches for with the account of whoever is signed in. The caller has seen to it that they logged
/// in to the provider just now.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody.
pub async fn connect(
    ctx: &Services,
    actor: &Actor,
    provider: &Provider,
    vouched: &Vouched,
) -> Result<Connecting, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    let mut identity = fresh(ctx, provider, vouched, user);
    if !identities::put(&mut tx, &identity).await? {
        let known = identities::find(&mut tx, &vouched.issuer, &vouched.subject).await?;
        if known.is_some_and(|known| known.user_id == user) {
            return Ok(Connecting::Done);
        }
        let details = json!({ "provider": provider.config().slug, "reason": "taken" });
        let did =
            Did { action: "identity.refused", target: Some(("user", user)), organisation: None, details };
        audit::record(ctx, &mut tx, actor, did).await?;
        tx.commit().await?;
        return Ok(Connecting::Taken);
    }
    roles::apply(ctx, &mut tx, actor, (provider, vouched, &mut identity)).await?;
    identities::used(&mut tx, &identity).await?;
    let details = json!({ "provider": provider.config().slug, "identity": identity.id });
    let did = Did { action: "identity.connected", target: Some(("user", user)), organisation: None, details };
    audit::record(ctx, &mut tx, actor, did).await?;
    let letter = Letter::Connected { user, provider: provider.config().slug.clone() };
    letters::promise(ctx, &mut tx, &letter).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(Connecting::Done)
}

/// An identity as it is at first.
fn fresh(ctx: &Services, provider: &Provider, vouched: &Vouched, user: Uuid) -> Identity {
    let now = ctx.clock.now();
    Identity {
        id: ctx.clock.id(),
        issuer: vouched.issuer.clone(),
        subject: vouched.subject.clone(),
        user_id: user,
        provider: provider.config().slug.clone(),
        email: vouched.email.clone(),
        given: Vec::new(),
        created_at: now,
        last_used_at: now,
    }
}

/// Takes a way to sign in away from whoever is signed in, the roles it gave, and the sessions it began.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody, [`Error::NotFound`] for one of someone else's.
pub async fn disconnect(ctx: &Services, actor: &Actor, id: Uuid) -> Result<Disconnecting, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    let mine = identities::of_user(&mut tx, user).await?;
    let others = mine.len() > 1;
    let mut identity = mine.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    if !others && !has_password(&mut tx, user).await? {
        return Ok(Disconnecting::OnlyWay);
    }
    roles::take_back(ctx, &mut tx, actor, &mut identity).await?;
    identities::remove(&mut tx, user, id).await?;
    let details = json!({ "provider": identity.provider, "identity": id });
    let did =
        Did { action: "identity.disconnected", target: Some(("user", user)), organisation: None, details };
    audit::record(ctx, &mut tx, actor, did).await?;
    let letter = Letter::Disconnected { user, provider: identity.provider };
    letters::promise(ctx, &mut tx, &letter).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(Disconnecting::Done)
}

/// Notes that a provider's word was not taken.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn refused(
    ctx: &Services,
    actor: &Actor,
    provider: &Provider,
    refusal: &Refusal,
) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let details = json!({ "provider": provider.config().slug, "reason": refusal.word() });
    let did = Did { action: "identity.refused", target: None, organisation: None, details };
    audit::record(ctx, &mut tx, actor, did).await?;
    Ok(tx.commit().await?)
}

/// Notes that a session begun by a provider's word has ended here.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn left(ctx: &Services, session: Uuid) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    identities::forget_session(&mut tx, session).await?;
    Ok(tx.commit().await?)
}
