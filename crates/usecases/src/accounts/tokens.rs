//! Single-use tokens in emailed links. Each has one purpose and a lifetime; the database stores only a hash of the key. The
//! tokens issued to an address also limit how many emails of a kind it gets. What a token permits is done by its use case.

use chrono::TimeDelta;
use fyr_domain::Actor;
use fyr_store::{
    Db,
    tokens::{self, Token},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::secrets::{hash_key, random_key};
use crate::{Backend, Error};

/// The most emails of one purpose that are sent to one address within an hour, whoever requests them.
pub(crate) const MAX_EMAILS_PER_HOUR: i64 = 5;

/// The most such emails in all: above [`MAX_EMAILS_PER_HOUR`], a network whose requests caused none gets one, so that others' do
/// not keep an owner from theirs.
const MAX_EMAILS_PER_HOUR_IN_ALL: i64 = 20;

/// How long a link that was used has the same outcome again in the browser that used it: for a button that was pressed twice, and
/// an answer that was lost.
const SAME_OUTCOME: TimeDelta = TimeDelta::minutes(10);

/// What a token permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenPurpose {
    /// Creating an account.
    Register,
    /// Choosing a password.
    PasswordReset,
    /// Signing in.
    SignIn,
    /// Confirming that the account's address belongs to the signed-in person.
    ConfirmEmail,
    /// Agreeing to a change of address, from the address in use.
    EmailChangeOld,
    /// Agreeing to a change of address, from the new address.
    EmailChangeNew,
    /// Making the first administrator of a portal that has no accounts.
    FirstRun,
    /// Nothing: only counts emails with links to a guest's tickets.
    TicketLinks,
    /// Nothing: only counts emails with codes for signing up through an identity provider.
    SignUpCode,
}

impl TokenPurpose {
    /// The value in the database.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::PasswordReset => "reset",
            Self::SignIn => "sign-in",
            Self::ConfirmEmail => "confirm-address",
            Self::EmailChangeOld => "old-address",
            Self::EmailChangeNew => "new-address",
            Self::FirstRun => "first-run",
            Self::TicketLinks => "ticket-links",
            Self::SignUpCode => "newcomer",
        }
    }

    /// How long a token of this purpose is valid; zero where there is no link.
    pub(super) const fn lifetime(self) -> TimeDelta {
        match self {
            Self::PasswordReset => TimeDelta::hours(1),
            Self::SignIn => TimeDelta::minutes(10),
            Self::TicketLinks | Self::SignUpCode => TimeDelta::zero(),
            Self::Register
            | Self::ConfirmEmail
            | Self::EmailChangeOld
            | Self::EmailChangeNew
            | Self::FirstRun => TimeDelta::hours(24),
        }
    }
}

/// Data stored with a token as JSON; which fields are filled depends on its purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct TokenData {
    /// Name for the account to be created.
    pub name: String,
    /// Language tag for the account to be created.
    pub lang: String,
    /// Path to return to after signing in, as it was received: to be checked before it is used.
    pub next: String,
    /// Id of the pending email change.
    pub change: Option<Uuid>,
}

/// A token to issue.
#[derive(Clone, Debug)]
pub(super) struct NewToken<'a> {
    pub purpose: TokenPurpose,
    pub user: Option<Uuid>,
    pub email: &'a str,
    pub data: TokenData,
    pub lifetime: TimeDelta,
    /// Hash of the network whose request causes the email, where there is one.
    pub network: Option<&'a str>,
}

/// Stores a new token and returns its key, which goes into the link and is stored nowhere.
pub(super) async fn issue(backend: &Backend, db: &mut Db, new: NewToken<'_>) -> Result<String, Error> {
    let (key, now) = (random_key(backend), backend.clock.now());
    let payload = serde_json::to_value(&new.data).map_err(|error| Error::Internal(Box::new(error)))?;
    let token = Token {
        hash: hash_key(&key),
        purpose: new.purpose.as_str().to_owned(),
        user_id: new.user,
        email: new.email.to_owned(),
        payload: payload.into(),
        network: new.network.map(str::to_owned),
        created_at: now,
        expires_at: now + new.lifetime,
    };
    tokens::insert(db, &token).await?;
    Ok(key)
}

/// Whether [`MAX_EMAILS_PER_HOUR`] emails of this purpose were sent to the address within the last hour, and `network` gets none
/// in spite of it.
pub(super) async fn is_rate_limited(
    backend: &Backend,
    db: &mut Db,
    purpose: TokenPurpose,
    email: &str,
    network: Option<&str>,
) -> Result<bool, Error> {
    let since = backend.clock.now() - TimeDelta::hours(1);
    let sent = tokens::count_since(db, email, purpose.as_str(), since).await?;
    if sent < MAX_EMAILS_PER_HOUR {
        return Ok(false);
    }
    match network {
        Some(network) if sent < MAX_EMAILS_PER_HOUR_IN_ALL => {
            Ok(tokens::count_from_network(db, email, purpose.as_str(), network, since).await? > 0)
        }
        _ => Ok(true),
    }
}

/// Counts an email whose links or codes are not tokens. Returns `false`, and counts nothing, where the address is rate limited.
pub(crate) async fn try_count_email(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    purpose: TokenPurpose,
    email: &str,
) -> Result<bool, Error> {
    let network = actor.network.map(|network| hash_key(&format!("network:{}", network.line())));
    let network = network.as_deref();
    if is_rate_limited(backend, db, purpose, email, network).await? {
        return Ok(false);
    }
    let (data, lifetime) = (TokenData::default(), purpose.lifetime());
    let new = NewToken { purpose, user: None, email, data, lifetime, network };
    issue(backend, db, new).await?;
    Ok(true)
}

/// A valid token, as found by the key in a link.
#[derive(Clone, Debug)]
pub struct EmailLink {
    /// The address that the link was sent to.
    pub email: String,
    pub(super) user: Option<Uuid>,
    pub(super) data: TokenData,
    hash: String,
}

impl EmailLink {
    /// The name for the account to be created; empty where the link is for something else.
    pub fn name(&self) -> &str {
        &self.data.name
    }
}

/// The person who redeemed a link that signs in.
#[derive(Clone, Debug)]
pub struct RedeemedLink {
    /// The account's id.
    pub user: Uuid,
    /// The path they were at when they requested the link; not validated, may be empty.
    pub next: String,
    /// Whether this browser had used the link before, within minutes: nothing happened but that it signs in again.
    pub repeated: bool,
}

/// Finds a valid token without redeeming it.
///
/// # Errors
/// [`Error::NotFound`] where the key is unknown, redeemed, revoked or expired.
pub(super) async fn find_valid(
    backend: &Backend,
    db: &mut Db,
    purpose: TokenPurpose,
    key: &str,
) -> Result<EmailLink, Error> {
    let hash = hash_key(key);
    let found = tokens::find_valid(db, &hash, purpose.as_str(), backend.clock.now()).await?;
    parse_link(found.ok_or(Error::NotFound)?)
}

/// Redeems a token in the transaction that does what it permits, and revokes other tokens of the same purpose and address.
///
/// # Errors
/// [`Error::NotFound`] where the key is unknown, redeemed, revoked or expired.
pub(super) async fn redeem(
    backend: &Backend,
    db: &mut Db,
    purpose: TokenPurpose,
    key: &str,
) -> Result<EmailLink, Error> {
    let link = find_valid(backend, db, purpose, key).await?;
    let now = backend.clock.now();
    if !tokens::mark_used(db, &link.hash, now).await? {
        return Err(Error::NotFound);
    }
    tokens::revoke_for_email(db, &link.email, purpose.as_str(), now).await?;
    Ok(link)
}

/// Remembers, in the transaction that redeemed a link, for whom and in which browser that was. `browser` is the secret key of its
/// cookie.
pub(super) async fn remember_use(
    db: &mut Db,
    link: &EmailLink,
    user: Uuid,
    browser: &str,
) -> Result<(), Error> {
    Ok(tokens::remember_use(db, &link.hash, &hash_key(browser), user).await?)
}

/// The link that this browser used within [`SAME_OUTCOME`], with the user it was used for. It is forgotten when that user signs
/// out, ends sessions or changes the password.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub(super) async fn find_used(
    backend: &Backend,
    purpose: TokenPurpose,
    key: &str,
    browser: &str,
) -> Result<(EmailLink, Uuid), Error> {
    let mut db = backend.store.read().await?;
    let (hash, since) = (hash_key(key), backend.clock.now() - SAME_OUTCOME);
    let found = tokens::find_used(&mut db, &hash, purpose.as_str(), &hash_key(browser), since).await?;
    let found = found.ok_or(Error::NotFound)?;
    let user = found.user_id.ok_or(Error::NotFound)?;
    Ok((parse_link(found)?, user))
}

fn parse_link(found: Token) -> Result<EmailLink, Error> {
    let data = serde_json::from_value(found.payload.0).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(EmailLink { email: found.email, user: found.user_id, data, hash: found.hash })
}
