//! What is removed because it is old, by the operator's rules; and what would be, without doing it.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor,
    permission::{Question, may},
};
use fyr_store::{
    Db, attachments, audit as log, drafts, privacy as rows,
    removal::{self, Request},
    retention::{self, Amount, Whose},
};
use serde_json::{Map, Value};

use super::{deletion, letters};
use crate::{
    Error, Services,
    audit::{self, Did},
};

/// A kind of data with a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Forms that were begun and never sent, with their files.
    Drafts,
    /// Tickets that are done, of people with an account.
    ClosedTickets,
    /// Tickets that are done, of guests.
    GuestTickets,
    /// Mail that was given up: it holds names and addresses.
    ParkedMail,
    /// Relations between counsellors and participants that are over, with their purpose.
    EndedRelations,
    /// Comments on articles. Whether the article helped stays.
    RatingComments,
    /// Lines of the audit log.
    Audit,
    /// Accounts nobody uses: their people are told now, and the accounts removed when the waiting time is over.
    InactiveAccounts,
    /// Accounts whose waiting time is over.
    DueAccounts,
}

impl Kind {
    /// Every kind, in the order they are applied.
    pub const ALL: [Self; 9] = [
        Self::Drafts,
        Self::ClosedTickets,
        Self::GuestTickets,
        Self::ParkedMail,
        Self::EndedRelations,
        Self::RatingComments,
        Self::Audit,
        Self::InactiveAccounts,
        Self::DueAccounts,
    ];

    /// In texts, in the log and in the name of its setting.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::ClosedTickets => "closed_tickets",
            Self::GuestTickets => "guest_tickets",
            Self::ParkedMail => "parked_mail",
            Self::EndedRelations => "ended_relations",
            Self::RatingComments => "rating_comments",
            Self::Audit => "audit",
            Self::InactiveAccounts => "inactive_accounts",
            Self::DueAccounts => "due_accounts",
        }
    }
}

/// How much of a kind goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// What.
    pub kind: Kind,
    /// After what time; `None` keeps it for ever.
    pub after: Option<TimeDelta>,
    /// How many.
    pub count: i64,
    /// From when the oldest of them is.
    pub oldest: Option<DateTime<Utc>>,
}

impl Services {
    fn after(&self, kind: Kind) -> Option<TimeDelta> {
        let rules = &self.settings.privacy;
        match kind {
            Kind::Drafts => Some(rules.drafts),
            Kind::ClosedTickets => rules.closed_tickets,
            Kind::GuestTickets => rules.guest_tickets,
            Kind::ParkedMail => rules.parked_mail,
            Kind::EndedRelations => rules.ended_relations,
            Kind::RatingComments => rules.rating_comments,
            Kind::Audit => rules.audit,
            Kind::InactiveAccounts => rules.inactive_accounts,
            Kind::DueAccounts => Some(rules.deletion_wait),
        }
    }
}

/// What would go now. Nothing is changed.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn plan(ctx: &Services) -> Result<Vec<Share>, Error> {
    // never committed: who was here lately is only noted to count right
    let mut tx = ctx.store.begin().await?;
    removal::note_seen(&mut tx).await?;
    removal::keep_seen(&mut tx).await?;
    let mut shares = Vec::new();
    for kind in Kind::ALL {
        shares.push(share(ctx, &mut tx, kind).await?);
    }
    Ok(shares)
}

/// The same, for whoever runs the portal.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone else.
pub async fn plan_for(ctx: &Services, actor: &Actor) -> Result<Vec<Share>, Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if may(actor, Question::RunPortal) => plan(ctx).await,
        Some(_) => Err(Error::NotFound),
    }
}

async fn share(ctx: &Services, db: &mut Db, kind: Kind) -> Result<Share, Error> {
    let after = ctx.after(kind);
    let now = ctx.clock.now();
    let (count, oldest): Amount = match (kind, after.map(|after| now - after)) {
        (Kind::DueAccounts, _) => removal::count_ready(db, now).await?,
        (_, None) => (0, None),
        (Kind::Drafts, Some(since)) => retention::count_drafts(db, since).await?,
        (Kind::ClosedTickets, Some(since)) => retention::count_tickets(db, Whose::Accounts, since).await?,
        (Kind::GuestTickets, Some(since)) => retention::count_tickets(db, Whose::Guests, since).await?,
        (Kind::ParkedMail, Some(since)) => retention::count_parked_mail(db, since).await?,
        (Kind::EndedRelations, Some(since)) => retention::count_ended_relations(db, since).await?,
        (Kind::RatingComments, Some(since)) => retention::count_rating_comments(db, since).await?,
        (Kind::Audit, Some(since)) => log::older(db, since).await?,
        (Kind::InactiveAccounts, Some(since)) => removal::count_unused(db, since).await?,
    };
    Ok(Share { kind, after, count, oldest })
}

/// Applies every rule, in pieces, and gives what went. What went is in the log, by kind and number.
///
/// # Errors
/// [`Error::Unavailable`]; what was done until then is done.
pub async fn apply(ctx: &Services) -> Result<Vec<Share>, Error> {
    let mut shares = Vec::new();
    let mut tx = ctx.store.begin().await?;
    removal::note_seen(&mut tx).await?;
    removal::keep_seen(&mut tx).await?;
    tx.commit().await?;
    for kind in Kind::ALL {
        let mut share = share(ctx, &mut ctx.store.read().await?, kind).await?;
        share.count = 0;
        loop {
            let done = piece(ctx, kind).await?;
            share.count += done;
            if done == 0 {
                break;
            }
        }
        shares.push(share);
    }
    super::remove_bytes(ctx).await?;
    if shares.iter().any(|share| share.count > 0) {
        let counts: Map<String, Value> = shares
            .iter()
            .filter(|share| share.count > 0)
            .map(|share| (share.kind.as_str().to_owned(), share.count.into()))
            .collect();
        let did = Did {
            action: "retention.applied",
            target: None,
            organisation: None,
            details: Value::Object(counts),
        };
        let mut tx = ctx.store.begin().await?;
        audit::record(ctx, &mut tx, &Actor::ANONYMOUS, did).await?;
        tx.commit().await?;
        ctx.work.notify_waiters();
    }
    Ok(shares)
}

/// Removes a piece of a kind, in one transaction; gives how many.
async fn piece(ctx: &Services, kind: Kind) -> Result<i64, Error> {
    let now = ctx.clock.now();
    let since = ctx.after(kind).map(|after| now - after);
    let mut tx = ctx.store.begin().await?;
    let done = match (kind, since) {
        (Kind::DueAccounts, _) => {
            let ready = removal::ready(&mut tx, now).await?;
            for user in &ready {
                deletion::remove(ctx, &mut tx, *user).await?;
            }
            ready.len()
        }
        (_, None) => 0,
        (Kind::Drafts, Some(since)) => old_drafts(&mut tx, since, now).await?,
        (Kind::ClosedTickets, Some(since)) => old_tickets(&mut tx, Whose::Accounts, since, now).await?,
        (Kind::GuestTickets, Some(since)) => old_tickets(&mut tx, Whose::Guests, since, now).await?,
        (Kind::ParkedMail, Some(since)) => whole(retention::remove_parked_mail(&mut tx, since).await?),
        (Kind::EndedRelations, Some(since)) => {
            whole(retention::remove_ended_relations(&mut tx, since).await?)
        }
        (Kind::RatingComments, Some(since)) => {
            whole(retention::remove_rating_comments(&mut tx, since).await?)
        }
        (Kind::Audit, Some(since)) => {
            let gone = log::forget(&mut tx, ctx.clock.id(), since, now).await?;
            usize::try_from(gone).unwrap_or(0)
        }
        (Kind::InactiveAccounts, Some(since)) => {
            let unused = removal::unused(&mut tx, since).await?;
            for user in &unused {
                let due_at = now + ctx.settings.privacy.deletion_wait;
                let request = Request { user_id: *user, reason: "inactive".into(), asked_at: now, due_at };
                removal::request(&mut tx, &request).await?;
                letters::promise(ctx, &mut tx, &letters::Notice::Inactive { user: *user }).await?;
            }
            unused.len()
        }
    };
    tx.commit().await?;
    Ok(i64::try_from(done).unwrap_or(i64::MAX))
}

fn whole(rows: u64) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}

async fn old_tickets(
    db: &mut Db,
    whose: Whose,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let tickets = retention::tickets(db, whose, since).await?;
    for ticket in &tickets {
        retention::remove_ticket(db, *ticket, now).await?;
    }
    Ok(tickets.len())
}

/// Forms, and files that belong to no form any more.
async fn old_drafts(db: &mut Db, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<usize, Error> {
    let stale = drafts::stale(db, since).await?;
    for form_key in &stale {
        drafts::delete(db, *form_key).await?;
    }
    for file in attachments::orphans(db, since).await? {
        rows::remove_file(db, file.id, now).await?;
    }
    Ok(stale.len())
}
