//! Links in mail that are good for one thing, once, for a while. The database has their hashes alone.

use chrono::TimeDelta;
use fyr_store::{
    Db,
    tokens::{self, Token},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::secrets::{fresh_key, hash};
use crate::{Error, Services};

/// So many mails of one kind an address is sent in an hour at most, whoever asks for them.
pub(crate) const MOST_IN_AN_HOUR: i64 = 5;

/// What a link is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// Make an account.
    Register,
    /// Choose a password.
    Reset,
    /// Sign in.
    SignIn,
    /// Say that an address is one's own.
    ConfirmAddress,
    /// Agree to another address, from the one in use.
    OldAddress,
    /// Agree to another address, from that one.
    NewAddress,
    /// Nothing by itself: counts mails with links to tickets.
    TicketLinks,
    /// Nothing by itself: counts mails with codes of newcomers.
    Newcomer,
}

impl For {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Reset => "reset",
            Self::SignIn => "sign-in",
            Self::ConfirmAddress => "confirm-address",
            Self::OldAddress => "old-address",
            Self::NewAddress => "new-address",
            Self::TicketLinks => "ticket-links",
            Self::Newcomer => "newcomer",
        }
    }

    /// How long such a link works.
    pub(super) const fn lasts(self) -> TimeDelta {
        match self {
            Self::Reset => TimeDelta::hours(1),
            Self::SignIn => TimeDelta::minutes(10),
            Self::TicketLinks | Self::Newcomer => TimeDelta::zero(),
            Self::Register | Self::ConfirmAddress | Self::OldAddress | Self::NewAddress => {
                TimeDelta::hours(24)
            }
        }
    }
}

/// What else a link must remember.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Memory {
    /// The name of someone who has no account yet.
    pub name: String,
    /// Their language.
    pub lang: String,
    /// Where they were.
    pub next: String,
    /// Which change of address.
    pub change: Option<Uuid>,
}

/// A link to make.
#[derive(Clone, Debug)]
pub(super) struct New<'a> {
    pub good_for: For,
    pub user: Option<Uuid>,
    pub email: &'a str,
    pub memory: Memory,
    pub lasts: TimeDelta,
}

/// Makes what a link carries.
pub(super) async fn issue(ctx: &Services, db: &mut Db, new: New<'_>) -> Result<String, Error> {
    let (key, now) = (fresh_key(ctx), ctx.clock.now());
    let payload = serde_json::to_value(&new.memory).map_err(|error| Error::Internal(Box::new(error)))?;
    let token = Token {
        hash: hash(&key),
        purpose: new.good_for.as_str().to_owned(),
        user_id: new.user,
        email: new.email.to_owned(),
        payload: payload.into(),
        created_at: now,
        expires_at: now + new.lasts,
    };
    tokens::put(db, &token).await?;
    Ok(key)
}

/// Whether an address has been sent as many of these as it will be for now.
pub(super) async fn is_enough(
    ctx: &Services,
    db: &mut Db,
    good_for: For,
    email: &str,
) -> Result<bool, Error> {
    let since = ctx.clock.now() - TimeDelta::hours(1);
    Ok(tokens::count_since(db, email, good_for.as_str(), since).await? >= MOST_IN_AN_HOUR)
}

/// Counts one more mail whose own links or codes are not kept here; `false` where the address has been sent enough of them
/// for now.
pub(crate) async fn one_more(ctx: &Services, db: &mut Db, good_for: For, email: &str) -> Result<bool, Error> {
    if is_enough(ctx, db, good_for, email).await? {
        return Ok(false);
    }
    let new = New { good_for, user: None, email, memory: Memory::default(), lasts: good_for.lasts() };
    issue(ctx, db, new).await?;
    Ok(true)
}

/// A link that still works.
#[derive(Clone, Debug)]
pub struct Open {
    /// The address it was sent to.
    pub email: String,
    pub(super) user: Option<Uuid>,
    pub(super) memory: Memory,
    hash: String,
}

impl Open {
    /// The name of who asked for an account.
    pub fn name(&self) -> &str {
        &self.memory.name
    }

    /// Where the person was when they asked for the link; anything at all, or empty.
    pub fn next(&self) -> &str {
        &self.memory.next
    }
}

/// Reads a link without using it up.
///
/// # Errors
/// [`Error::NotFound`] where it does not work (any more).
pub(super) async fn open(ctx: &Services, db: &mut Db, good_for: For, key: &str) -> Result<Open, Error> {
    let hash = hash(key);
    let found = tokens::find(db, &hash, good_for.as_str(), ctx.clock.now()).await?.ok_or(Error::NotFound)?;
    let memory = serde_json::from_value(found.payload.0).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(Open { email: found.email, user: found.user_id, memory, hash })
}

/// Uses a link up, as part of the transaction that does what it is good for. Others of its kind to the same address stop
/// working with it.
///
/// # Errors
/// [`Error::NotFound`] where it does not work (any more).
pub(super) async fn take(ctx: &Services, db: &mut Db, good_for: For, key: &str) -> Result<Open, Error> {
    let open = open(ctx, db, good_for, key).await?;
    let now = ctx.clock.now();
    if !tokens::use_up(db, &open.hash, now).await? {
        return Err(Error::NotFound);
    }
    tokens::revoke(db, &open.email, good_for.as_str(), now).await?;
    Ok(open)
}
