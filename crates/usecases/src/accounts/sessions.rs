//! Sessions: which of one's own there are, and ending them; ending others', for who runs the portal.

use fyr_domain::{
    Actor,
    permission::{Question, may},
    text::EmailAddress,
};
use fyr_store::{
    Db, people,
    sessions::{self, Listed},
};
use serde_json::json;
use uuid::Uuid;

use crate::{Error, Services, audit};

/// The signed-in person's sessions, the one used last first.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn sessions(ctx: &Services, actor: &Actor) -> Result<Vec<Listed>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    Ok(sessions::of_user(&mut db, user, ctx.clock.now()).await?)
}

/// Ends one of them.
///
/// # Errors
/// [`Error::NotFound`] where it is not theirs; [`Error::SignInFirst`].
pub async fn end_session(ctx: &Services, actor: &Actor, id: &str) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    // no id of ours has it, and PostgreSQL takes none
    if !sessions::end(&mut tx, user, &id.replace('\0', "")).await? {
        return Err(Error::NotFound);
    }
    record(ctx, &mut tx, actor, user, 1).await?;
    Ok(tx.commit().await?)
}

/// Ends all but the one in use.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn end_other_sessions(ctx: &Services, actor: &Actor, kept: &str) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    let ended = sessions::end_others(&mut tx, user, kept).await?;
    record(ctx, &mut tx, actor, user, ended).await?;
    Ok(tx.commit().await?)
}

async fn record(ctx: &Services, db: &mut Db, actor: &Actor, user: Uuid, count: u64) -> Result<(), Error> {
    note(ctx, db, actor, (Some(user), "account-page", count)).await
}

async fn note(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    (user, by, count): (Option<Uuid>, &str, u64),
) -> Result<(), Error> {
    let did = audit::Did {
        action: "session.ended",
        target: user.map(|user| ("user", user)),
        organisation: None,
        details: json!({ "by": by, "sessions_ended": count }),
    };
    audit::record(ctx, db, actor, did).await
}

/// Signs a person out wherever they are signed in, for instance when a telephone was lost. Gives how many sessions ended.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::NotFound`] for who may not, and where there is no such person.
pub async fn end_sessions_of(ctx: &Services, actor: &Actor, person: Uuid) -> Result<u64, Error> {
    match &actor.user {
        None => return Err(Error::SignInFirst),
        Some(_) if may(actor, Question::EndSessions) => {}
        Some(_) => return Err(Error::NotFound),
    }
    let mut tx = ctx.store.begin().await?;
    people::find(&mut tx, person).await?.ok_or(Error::NotFound)?;
    let ended = sessions::end_others(&mut tx, person, "").await?;
    note(ctx, &mut tx, actor, (Some(person), "administrator", ended)).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Whose sessions an operator ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of whoever has this address.
    Of(EmailAddress),
    /// Of all.
    Everyone,
}

/// Signs people out at the command line, where nobody is signed in.
///
/// # Errors
/// [`Error::NotFound`] where nobody has the address.
pub async fn end_sessions_as_operator(ctx: &Services, whose: &Whose) -> Result<u64, Error> {
    let mut tx = ctx.store.begin().await?;
    let (user, ended) = match whose {
        Whose::Of(email) => {
            let user = people::find_by_email(&mut tx, email).await?.ok_or(Error::NotFound)?.id;
            (Some(user), sessions::end_others(&mut tx, user, "").await?)
        }
        Whose::Everyone => (None, sessions::end_everyones(&mut tx).await?),
    };
    note(ctx, &mut tx, &Actor::ANONYMOUS, (user, "command-line", ended)).await?;
    tx.commit().await?;
    Ok(ended)
}
