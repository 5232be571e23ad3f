//! Mailboxes: which have answered, and how much mail went to those that have not. They are known by hashes.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
    visibility::opened_by_link,
};

/// Whether the owner of an address has confirmed it: as that of an account, or by answering (`mailbox`, the hash of the address).
pub async fn is_confirmed(db: &mut Db, email: &str, mailbox: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM users WHERE email = $1 AND email_confirmed_at IS NOT NULL";
    Ok(fetch_scalar!(db, i64, sql, email)? > 0 || has_answered(db, mailbox).await?)
}

/// Whether a mailbox has answered.
pub async fn has_answered(db: &mut Db, mailbox: &str) -> Result<bool> {
    let sql = "SELECT mailbox FROM confirmed_mailboxes WHERE mailbox = $1";
    Ok(fetch_optional!(db, (String,), sql, mailbox)?.is_some())
}

/// Records that a mailbox has answered.
pub async fn confirm(db: &mut Db, mailbox: &str, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO confirmed_mailboxes (mailbox, at) VALUES ($1, $2)
               ON CONFLICT (mailbox) DO UPDATE SET at = excluded.at";
    execute!(db, sql, mailbox, now).map(|_| ())
}

/// Records that the mailbox of a guest's ticket has answered in it: in the same table, with the ticket's reference instead of a hash.
pub async fn confirm_ticket(db: &mut Db, ticket: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO confirmed_mailboxes (mailbox, at) SELECT 'ticket:' || t.reference, $2 FROM tickets t WHERE t.id = $1
               ON CONFLICT (mailbox) DO UPDATE SET at = excluded.at";
    execute!(db, sql, ticket, now).map(|_| ())
}

/// Whether nobody knows who has filed the ticket `t`: there is no account, and its mailbox has not answered.
macro_rules! is_from_unknown_guest {
    () => {
        "(t.requester_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM confirmed_mailboxes m WHERE m.mailbox = 'ticket:' || t.reference))"
    };
}
pub(crate) use is_from_unknown_guest;

/// Whether the address that the guest gave who filed the ticket `t` is an account's.
macro_rules! requester_has_account {
    () => {
        "EXISTS (SELECT 1 FROM users r WHERE r.email = t.requester_email)"
    };
}
pub(crate) use requester_has_account;

/// Whoever filed a ticket of which nobody knows who has filed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct UnknownGuest {
    /// Whether the address that they gave is an account's.
    pub has_account: bool,
}

/// The guest who filed the ticket with this reference, where nobody knows who that is.
pub async fn find_unknown_guest(db: &mut Db, reference: &str) -> Result<Option<UnknownGuest>> {
    let sql = concat!(
        "SELECT ",
        requester_has_account!(),
        " AS has_account FROM tickets t WHERE t.reference = $1 AND ",
        is_from_unknown_guest!()
    );
    fetch_optional!(db, UnknownGuest, sql, reference)
}

/// Forgets mailboxes that answered last at or before `before`; returns how many.
pub async fn delete_confirmed_before(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM confirmed_mailboxes WHERE at <= $1", before)
}

/// Records that a browser opened a ticket by a mailed link with this version, in addition to having access to it.
pub async fn mark_opened_by_link(db: &mut Db, guest: Uuid, ticket: Uuid, version: i64) -> Result<()> {
    let sql =
        "UPDATE guest_access SET by_link = TRUE, link_version = $3 WHERE guest_id = $1 AND ticket_id = $2";
    execute!(db, sql, guest, ticket, version).map(|_| ())
}

/// Whether a browser opened a ticket by a link that was mailed to the address it has now.
pub async fn was_opened_by_link(db: &mut Db, guest: Uuid, ticket: Uuid) -> Result<bool> {
    let sql = concat!(
        "SELECT g.guest_id FROM guest_access g JOIN tickets t ON t.id = g.ticket_id
         WHERE g.guest_id = $1 AND g.ticket_id = $2 AND ",
        opened_by_link!()
    );
    Ok(fetch_optional!(db, (Uuid,), sql, guest, ticket)?.is_some())
}

/// The addresses of up to 20 guests' tickets that a browser opened by a mailed link, most recent first.
pub async fn list_opened_by_link(db: &mut Db, guest: Uuid) -> Result<Vec<String>> {
    let sql = concat!(
        "SELECT t.requester_email FROM guest_access g JOIN tickets t ON t.id = g.ticket_id WHERE g.guest_id = $1 AND ",
        opened_by_link!(),
        " GROUP BY t.requester_email ORDER BY MAX(g.at) DESC LIMIT 20"
    );
    let rows = fetch_all!(db, (String,), sql, guest)?;
    Ok(rows.into_iter().map(|(email,)| email).collect())
}

/// Counts one mail of a subject on a day (days since 1970); returns the count with it.
pub async fn count(db: &mut Db, subject: &str, day: i64) -> Result<i64> {
    let sql = "INSERT INTO mail_counts (subject, day, sent) VALUES ($1, $2, 1)
               ON CONFLICT (subject, day) DO UPDATE SET sent = mail_counts.sent + 1 RETURNING sent";
    fetch_scalar!(db, i64, sql, subject, day)
}

/// Deletes counts of days before `day`; returns how many.
pub async fn delete_counts_before(db: &mut Db, day: i64) -> Result<u64> {
    execute!(db, "DELETE FROM mail_counts WHERE day < $1", day)
}
