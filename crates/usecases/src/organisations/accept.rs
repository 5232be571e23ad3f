//! Accepting an invitation that came by mail: into a role, or to let a counsellor in. Only the person it was sent to can:
//! whoever is signed in with its address, or, where nobody here has that address yet, whoever has the link.

use fyr_domain::{
    Actor, Level, Role, User,
    fields::FieldErrors,
    permission::{Question, may},
    text::PersonName,
};
use fyr_store::{
    Db, Tx,
    accounts::{self, NewAccount},
    identities, invitations,
    invitations::Invitation,
    organisations, people,
};
use serde_json::json;
use uuid::Uuid;

use super::{Gift, give};
use crate::{
    Error, Services,
    accounts::{check_password, hash_password, key_hash, set_by_mail},
    audit::{self, Did},
    relations::{self, Offer},
};

/// What a link opens.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whom it was sent to.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Where; `None`: the whole portal.
    pub organisation: Option<String>,
    /// Who asked.
    pub by: Option<String>,
    /// Whom it lets in, in place of a role.
    pub offer: Option<Offer>,
    /// How it is accepted.
    pub way: Way,
}

/// How an invitation is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a button.
    Button,
    /// After signing in with its address.
    SignIn,
    /// Someone else is signed in.
    Other,
    /// With a name and a password: nobody here has the address.
    Join,
    /// With a password: whoever has the address has no way to sign in yet.
    FirstPassword,
}

async fn find(ctx: &Services, db: &mut Db, token: &str) -> Result<Invitation, Error> {
    let found = invitations::find_by_token(db, &key_hash(token), ctx.clock.now()).await?;
    // a code is typed, not followed
    let one = found.filter(|one| !one.email.is_empty()).ok_or(Error::NotFound)?;
    if one.counsellor_id.is_none() && !still_may(db, &one).await? {
        return Err(Error::NotFound);
    }
    Ok(one)
}

/// Whether the one who asked could still give what they promised: an invitation counts no longer than their own role.
async fn still_may(db: &mut Db, one: &Invitation) -> Result<bool, Error> {
    let Some(by) = one.invited_by_id else { return Ok(false) };
    let Some(account) = people::find(db, by).await? else { return Ok(false) };
    let memberships = organisations::memberships(db, by).await?;
    let asker = Actor::signed_in(User { memberships, ..account.into() });
    Ok(may(&asker, Question::Grant(one.role, one.organisation_id)))
}

async fn way(db: &mut Db, actor: &Actor, one: &Invitation) -> Result<Way, Error> {
    match &actor.user {
        Some(user) if user.email == one.email => return Ok(Way::Button),
        Some(_) => return Ok(Way::Other),
        None => {}
    }
    Ok(match people::find_by_email(db, &one.email).await? {
        None => Way::Join,
        Some(known) if known.password_hash.is_some() => Way::SignIn,
        Some(known) if identities::of_user(db, known.id).await?.is_empty() => Way::FirstPassword,
        Some(_) => Way::SignIn,
    })
}

/// What a link opens. Nothing has happened yet.
///
/// # Errors
/// [`Error::NotFound`] where it is none of ours, was used, taken back, or has expired.
pub async fn open(ctx: &Services, actor: &Actor, token: &str) -> Result<Opened, Error> {
    let mut db = ctx.store.read().await?;
    let one = find(ctx, &mut db, token).await?;
    let offer = relations::offer(&mut db, &one).await?;
    if one.counsellor_id.is_some() && offer.is_none() {
        return Err(Error::NotFound);
    }
    let organisation = match one.organisation_id {
        Some(id) => organisations::find(&mut db, id).await?.map(|known| known.name),
        None => None,
    };
    let by = match one.invited_by_id {
        Some(id) => people::find(&mut db, id).await?.map(|known| known.name),
        None => None,
    };
    let way = way(&mut db, actor, &one).await?;
    Ok(Opened { email: one.email, role: one.role, organisation, by, offer, way })
}

/// Accepts as whoever is signed in.
///
/// # Errors
/// As [`open`]; [`Error::NotFound`] also where someone else is signed in, [`Error::SignInFirst`] where nobody is.
pub async fn accept(ctx: &Services, actor: &Actor, token: &str) -> Result<(), Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    let one = find(ctx, &mut tx, token).await?;
    if user.email != one.email {
        return Err(Error::NotFound);
    }
    take_up(ctx, &mut tx, actor, user.id, &one).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Accepts as someone new, who chooses a name and a password, or as someone known who chooses their first password. Gives who
/// that is now.
///
/// # Errors
/// As [`open`]; [`Error::SignInFirst`] where the address can sign in already; [`Error::Invalid`] where name or password will
/// not do.
pub async fn join(
    ctx: &Services,
    actor: &Actor,
    token: &str,
    (name, password): (&str, &str),
) -> Result<Uuid, Error> {
    let mut errors = FieldErrors::default();
    let name = {
        let mut db = ctx.store.read().await?;
        let one = find(ctx, &mut db, token).await?;
        let name = match way(&mut db, actor, &one).await? {
            Way::Join => errors.check("name", PersonName::parse(name)).map(|name| name.to_string()),
            Way::FirstPassword => people::find_by_email(&mut db, &one.email).await?.map(|known| known.name),
            Way::Button | Way::SignIn | Way::Other => return Err(Error::SignInFirst),
        };
        let own_words = [name.as_deref().unwrap_or_default(), &one.email];
        errors.check("password", check_password(ctx, password, &own_words));
        name
    };
    let Some(name) = name.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    let hash = hash_password(ctx, password).await?;
    let mut tx = ctx.store.begin().await?;
    let one = find(ctx, &mut tx, token).await?;
    if !matches!(way(&mut tx, actor, &one).await?, Way::Join | Way::FirstPassword) {
        return Err(Error::SignInFirst);
    }
    let now = ctx.clock.now();
    let known = people::find_by_email(&mut tx, &one.email).await?;
    let id = known.as_ref().map_or_else(|| ctx.clock.id(), |known| known.id);
    if known.is_some() {
        set_by_mail(ctx, &mut tx, actor, (id, &one.email), &hash).await?;
    } else {
        let new = NewAccount {
            id,
            email: one.email.clone(),
            name,
            role: Role::Participant,
            lang: one.lang.parse().unwrap_or(ctx.settings.default_lang),
            password_hash: Some(hash),
            // the link came to it
            email_confirmed_at: Some(now),
        };
        accounts::add(&mut tx, &new, now).await?;
    }
    let account = people::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let newcomer = Actor { user: Some(User::from(account)), ..actor.clone() };
    if known.is_none() {
        let did = Did {
            action: "account.added",
            target: Some(("user", id)),
            organisation: one.organisation_id,
            details: json!({ "by": "invitation" }),
        };
        audit::record(ctx, &mut tx, &newcomer, did).await?;
    }
    take_up(ctx, &mut tx, &newcomer, id, &one).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(id)
}

async fn take_up(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    user: Uuid,
    one: &Invitation,
) -> Result<(), Error> {
    if one.counsellor_id.is_some() {
        let offered = relations::offer(tx, one).await?.is_some();
        let let_in = offered && relations::let_in(ctx, tx, actor, one).await?;
        return if let_in { Ok(()) } else { Err(Error::NotFound) };
    }
    if !invitations::use_up(tx, one.id, ctx.clock.now()).await? {
        return Err(Error::NotFound);
    }
    let did = Did {
        action: "invitation.accepted",
        target: Some(("invitation", one.id)),
        organisation: one.organisation_id,
        details: json!({ "role": one.role, "level": one.level }),
    };
    audit::record(ctx, tx, actor, did).await?;
    let level = Level::clamped(one.level);
    let gift =
        Gift { person: user, organisation: one.organisation_id, role: one.role, level, team: one.team_id };
    match one.organisation_id {
        Some(place) => give::in_organisation(ctx, tx, actor, gift, place).await,
        None => give::in_portal_invited(ctx, tx, actor, gift).await,
    }
}
