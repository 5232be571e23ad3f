//! Creating an account for someone else, from the command line: how a portal gets its first administrator.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang, Level, Membership, Role,
    fields::{FieldErrors, Problem},
    text::{EmailAddress, PersonName},
};
use fyr_store::{
    Db,
    accounts::{self, NewAccount},
    organisations,
};
use serde_json::json;
use uuid::Uuid;

use super::tokens::{self, NewToken, TokenData, TokenPurpose};
use crate::{Backend, Error, audit, events::Event};

/// How long the link for choosing a first password is valid.
pub(super) const INVITATION_LIFETIME: TimeDelta = TimeDelta::days(7);

/// A person to create an account for.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Their address; counts as confirmed, because the operator vouches for it.
    pub email: EmailAddress,
    /// Their name.
    pub name: PersonName,
    /// Their role: in the organisation where one is given, otherwise in the portal.
    pub role: Role,
    /// The language of their emails.
    pub lang: Lang,
    /// The slug of the organisation in which they have the role.
    pub organisation: Option<String>,
    /// How they get the link for choosing a password.
    pub delivery: InvitationDelivery,
}

/// How a new person gets the link for choosing a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationDelivery {
    /// An email with such a link is enqueued.
    Email,
    /// The operator passes on the link that [`create`] returns.
    Manual,
}

/// A new account.
#[derive(Clone, Debug)]
pub struct CreatedAccount {
    /// The account's id.
    pub id: Uuid,
    /// URL of the page for choosing a password; works once, within seven days.
    pub link: String,
}

/// Creates an account without a password and returns a link for choosing one.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::AddressTaken`] where the address has an account, with [`Problem::UnknownChoice`] where
/// there is no such organisation.
pub async fn create(backend: &Backend, actor: &Actor, person: &NewPerson) -> Result<CreatedAccount, Error> {
    let now = backend.clock.now();
    let id = backend.clock.id();
    let new = NewAccount {
        id,
        email: person.email.to_string(),
        name: person.name.to_string(),
        role: if person.organisation.is_some() { Role::Participant } else { person.role },
        lang: person.lang,
        password_hash: None,
        email_confirmed_at: Some(now),
    };
    let mut tx = backend.begin().await?;
    if !accounts::insert(&mut tx, &new, now).await? {
        return Err(FieldErrors::single("email", Problem::AddressTaken).into());
    }
    let organisation = match &person.organisation {
        Some(slug) => Some(add_member(&mut tx, id, slug, person.role, now).await?),
        None => None,
    };
    let token = NewToken {
        purpose: TokenPurpose::PasswordReset,
        user: Some(id),
        email: &new.email,
        data: TokenData::default(),
        lifetime: INVITATION_LIFETIME,
        network: None,
    };
    let key = tokens::issue(backend, &mut tx, token).await?;
    let event = audit::AuditEvent {
        action: "account.added",
        target: Some(("user", id)),
        organisation,
        details: json!({ "role": person.role.as_str() }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    if person.delivery == InvitationDelivery::Email {
        tx.emit(Event::AccountInvited { user: id, by: actor.user_id(), organisation });
    }
    tx.commit().await?;
    Ok(CreatedAccount { id, link: format!("{}/password/reset?token={key}", backend.settings.public_url) })
}

/// Adds someone to the organisation with this slug and returns its id.
async fn add_member(
    db: &mut Db,
    user: Uuid,
    slug: &str,
    role: Role,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let unknown = || FieldErrors::single("organisation", Problem::UnknownChoice);
    let organisation = organisations::find_by_slug(db, slug).await?.ok_or_else(unknown)?.id;
    let member = Membership { organisation, team: None, role, level: Level::default() };
    organisations::upsert_membership(db, user, &member, now).await?;
    Ok(organisation)
}
