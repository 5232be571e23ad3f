//! Making someone an account: at the command line, so that a portal has a first administrator.

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

use super::{
    letters::{Letter, promise},
    tokens::{self, For, Memory, New},
};
use crate::{Error, Services, audit};

/// How long someone has to choose a first password.
pub(super) const INVITATION: TimeDelta = TimeDelta::days(7);

/// Someone who is to have an account.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Their address; whoever adds them vouches for it.
    pub email: EmailAddress,
    /// Their name.
    pub name: PersonName,
    /// What they are: to the portal, or to the organisation where one is named.
    pub role: Role,
    /// The language of their mail.
    pub lang: Lang,
    /// The slug of the organisation in which they have their role.
    pub organisation: Option<String>,
    /// Whether they are written to.
    pub tell: Tell,
}

/// Whether a new person is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// A mail with a link for choosing a password is promised.
    ByMail,
    /// Whoever adds them hands the link over.
    ByHand,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Added {
    /// Who.
    pub id: Uuid,
    /// The address of a page where a password is chosen, once, within a week.
    pub link: String,
}

/// Makes someone an account without a password, and gives a link for choosing one to whoever asked.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::AddressTaken`] where the address has an account, with [`Problem::UnknownChoice`] where
/// there is no such organisation.
pub async fn add(ctx: &Services, actor: &Actor, person: &NewPerson) -> Result<Added, Error> {
    let now = ctx.clock.now();
    let id = ctx.clock.id();
    let new = NewAccount {
        id,
        email: person.email.to_string(),
        name: person.name.to_string(),
        role: if person.organisation.is_some() { Role::Participant } else { person.role },
        lang: person.lang,
        password_hash: None,
        email_confirmed_at: Some(now),
    };
    let mut tx = ctx.store.begin().await?;
    if !accounts::add(&mut tx, &new, now).await? {
        return Err(FieldErrors::one("email", Problem::AddressTaken).into());
    }
    let organisation = match &person.organisation {
        Some(slug) => Some(join(&mut tx, id, slug, person.role, now).await?),
        None => None,
    };
    let link = New {
        good_for: For::Reset,
        user: Some(id),
        email: &new.email,
        memory: Memory::default(),
        lasts: INVITATION,
    };
    let key = tokens::issue(ctx, &mut tx, link).await?;
    let did = audit::Did {
        action: "account.added",
        target: Some(("user", id)),
        organisation,
        details: json!({ "role": person.role.as_str() }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    if person.tell == Tell::ByMail {
        promise(ctx, &mut tx, &Letter::Invited { user: id }).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(Added { id, link: format!("{}/password/reset?token={key}", ctx.settings.public_url) })
}

/// Gives someone a role in an organisation.
async fn join(db: &mut Db, user: Uuid, slug: &str, role: Role, now: DateTime<Utc>) -> Result<Uuid, Error> {
    let unknown = || FieldErrors::one("organisation", Problem::UnknownChoice);
    let organisation = organisations::find_by_slug(db, slug).await?.ok_or_else(unknown)?.id;
    let member = Membership { organisation, team: None, role, level: Level::default() };
    organisations::put_member(db, user, &member, now).await?;
    Ok(organisation)
}
