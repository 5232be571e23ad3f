//! Emptying an account: the person goes, what others need to understand their own part stays without the name. The test of
//! the schema holds [`PEOPLE`] to every column there is that names a person.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one, value},
};

/// Every column that names a person, and what becomes of it when their account is emptied.
pub const PEOPLE: [(&str, &str); 22] = [
    ("counselling.counsellor_id", "ended, without its purpose"),
    ("counselling.participant_id", "ended, without its purpose"),
    ("counselling.stands_in_for_id", "ended"),
    ("deletion_requests.user_id", "deleted"),
    ("devices.user_id", "deleted"),
    ("email_changes.user_id", "deleted"),
    ("entries.author_id", "stays, without the name"),
    ("identities.user_id", "deleted"),
    ("invitations.counsellor_id", "withdrawn"),
    ("invitations.invited_by_id", "stays: it names nobody any more"),
    ("memberships.user_id", "deleted"),
    ("recovery_codes.user_id", "deleted"),
    ("sessions.user_id", "deleted"),
    ("sharing_viewers.user_id", "deleted"),
    ("tickets.assignee_id", "nobody has what is not done"),
    ("tickets.filed_by_id", "stays, without the name"),
    (
        "tickets.requester_id",
        "stays, without name and address; so do tickets filed without an account from their address",
    ),
    ("tokens.user_id", "deleted"),
    ("audit_log.actor_id", "stays until its own rule removes it"),
    ("audit_log.target_id", "stays until its own rule removes it"),
    ("ratings.reader", "stays, without whose it was and without the comment"),
    ("drafts.owner", "deleted"),
];

/// A wish that an account be emptied, or a rule's.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Request {
    /// Whose.
    pub user_id: Uuid,
    /// `asked` or `inactive`.
    pub reason: String,
    /// Since when.
    pub asked_at: DateTime<Utc>,
    /// When it is done.
    pub due_at: DateTime<Utc>,
}

/// Notes the wish; `false` where there is one already.
pub async fn request(db: &mut Db, request: &Request) -> Result<bool> {
    let sql = "INSERT INTO deletion_requests (user_id, reason, asked_at, due_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (user_id) DO NOTHING";
    let Request { user_id, reason, asked_at, due_at } = request;
    Ok(exec!(db, sql, *user_id, reason, *asked_at, *due_at)? == 1)
}

/// A person's wish.
pub async fn of_user(db: &mut Db, user: Uuid) -> Result<Option<Request>> {
    one!(
        db,
        Request,
        "SELECT user_id, reason, asked_at, due_at FROM deletion_requests WHERE user_id = $1",
        user
    )
}

/// Withdraws it; `false` where there was none.
pub async fn withdraw(db: &mut Db, user: Uuid) -> Result<bool> {
    Ok(exec!(db, "DELETE FROM deletion_requests WHERE user_id = $1", user)? == 1)
}

/// Whether a ticket `t` is of the person `u`: in their account, or filed without one from the address that is known to be theirs.
macro_rules! theirs {
    () => {
        "(t.requester_id = u.id OR (t.requester_id IS NULL AND t.requester_email = u.email AND u.email_confirmed_at IS NOT NULL))"
    };
}

/// How many of a person's tickets are not done, those they have not taken into their account included.
pub async fn open_tickets(db: &mut Db, user: Uuid) -> Result<i64> {
    let sql = concat!(
        "SELECT COUNT(*) FROM tickets t JOIN users u ON u.id = $1 WHERE ",
        theirs!(),
        " AND t.status NOT IN ('solved', 'closed')"
    );
    value!(db, i64, sql, user)
}

/// Wishes that can be fulfilled now: due, no ticket open, nobody who runs the portal, and not unused any more.
macro_rules! ready {
    () => {
        concat!(
            " FROM deletion_requests r JOIN users u ON u.id = r.user_id WHERE r.due_at <= $1 AND u.role <> 'admin'
              AND NOT (r.reason = 'inactive' AND u.seen_at IS NOT NULL AND u.seen_at > r.asked_at)
              AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.status NOT IN ('solved', 'closed') AND ",
            theirs!(),
            ")"
        )
    };
}

/// How many accounts are emptied now, and since when the first of them was wished for.
pub async fn count_ready(db: &mut Db, now: DateTime<Utc>) -> Result<(i64, Option<DateTime<Utc>>)> {
    let count = value!(db, i64, concat!("SELECT COUNT(*)", ready!()), now)?;
    let first = one!(
        db,
        (DateTime<Utc>,),
        concat!("SELECT r.asked_at", ready!(), " ORDER BY r.asked_at LIMIT 1"),
        now
    )?;
    Ok((count, first.map(|(at,)| at)))
}

/// The accounts that are emptied now, some of them.
pub async fn ready(db: &mut Db, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows = all!(
        db,
        (Uuid,),
        concat!("SELECT r.user_id", ready!(), " ORDER BY r.due_at, r.user_id LIMIT 50"),
        now
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Withdraws what a rule wished for, where the person has been here since.
pub async fn keep_seen(db: &mut Db) -> Result<u64> {
    let sql = "DELETE FROM deletion_requests WHERE reason = 'inactive'
               AND user_id IN (SELECT u.id FROM users u WHERE u.seen_at > deletion_requests.asked_at)";
    exec!(db, sql)
}

/// Accounts nobody has used since: participants' and others', never of those who run the portal.
macro_rules! unused {
    () => {
        " FROM users u WHERE COALESCE(u.seen_at, u.created_at) < $1 AND u.role <> 'admin' AND u.removed_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM deletion_requests r WHERE r.user_id = u.id)"
    };
}

/// How many accounts nobody has used since, and since when the first of them.
pub async fn count_unused(db: &mut Db, since: DateTime<Utc>) -> Result<(i64, Option<DateTime<Utc>>)> {
    let count = value!(db, i64, concat!("SELECT COUNT(*)", unused!()), since)?;
    let sql = concat!("SELECT COALESCE(u.seen_at, u.created_at)", unused!(), " ORDER BY 1 LIMIT 1");
    Ok((count, one!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at)))
}

/// Accounts nobody has used since, some of them.
pub async fn unused(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows = all!(db, (Uuid,), concat!("SELECT u.id", unused!(), " ORDER BY u.id LIMIT 200"), since)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes when people were here last, from their sessions and from where they signed in.
pub async fn note_seen(db: &mut Db) -> Result<()> {
    let sql = "UPDATE users SET seen_at = (SELECT MAX(d.last_at) FROM devices d WHERE d.user_id = users.id)
               WHERE EXISTS (SELECT 1 FROM devices d WHERE d.user_id = users.id
                 AND (users.seen_at IS NULL OR d.last_at > users.seen_at))";
    exec!(db, sql)?;
    let sql = "UPDATE users SET seen_at = (SELECT MAX(s.seen_at) FROM sessions s WHERE s.user_id = users.id)
               WHERE EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = users.id
                 AND (users.seen_at IS NULL OR s.seen_at > users.seen_at))";
    exec!(db, sql).map(|_| ())
}

/// Who is emptied, and what stands in place of their name and address.
#[derive(Clone, Copy, Debug)]
pub struct Emptied<'a> {
    /// Who.
    pub user: Uuid,
    /// Their address until now.
    pub email: &'a str,
    /// In place of their name.
    pub name: &'a str,
    /// In place of their address.
    pub address: &'a str,
    /// Under what their ratings of articles are kept from now on.
    pub reader: &'a str,
}

/// Empties an account. Files of forms on their way are [`crate::privacy::remove_file`]'s.
pub async fn empty(db: &mut Db, e: Emptied<'_>, now: DateTime<Utc>) -> Result<()> {
    let Emptied { user, email, name, address, reader } = e;
    let own = format!("user:{user}");
    // while it is known which address is theirs
    let sql = concat!(
        "UPDATE entries SET author_name = $2 WHERE author_id = $1 OR (side = 'requester' AND ticket_id IN
           (SELECT t.id FROM tickets t JOIN users u ON u.id = $1 WHERE ",
        theirs!(),
        "))"
    );
    exec!(db, sql, user, name)?;
    let sql = concat!(
        "UPDATE tickets SET requester_name = $2, requester_email = $3 WHERE id IN
           (SELECT t.id FROM tickets t JOIN users u ON u.id = $1 WHERE ",
        theirs!(),
        ")"
    );
    exec!(db, sql, user, name, address)?;
    let sql = "UPDATE users SET name = $2, email = $3, password_hash = NULL, role = 'participant', level = 1,
                 email_confirmed_at = NULL, totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL,
                 seen_at = NULL, removed_at = $4 WHERE id = $1";
    exec!(db, sql, user, name, address, now)?;
    for sql in [
        "DELETE FROM sessions WHERE user_id = $1",
        "DELETE FROM identities WHERE user_id = $1",
        "DELETE FROM recovery_codes WHERE user_id = $1",
        "DELETE FROM tokens WHERE user_id = $1",
        "DELETE FROM email_changes WHERE user_id = $1",
        "DELETE FROM devices WHERE user_id = $1",
        "DELETE FROM memberships WHERE user_id = $1",
        "DELETE FROM sharing_viewers WHERE user_id = $1",
        "DELETE FROM deletion_requests WHERE user_id = $1",
        "UPDATE tickets SET assignee_id = NULL WHERE assignee_id = $1 AND status NOT IN ('solved', 'closed')",
    ] {
        exec!(db, sql, user)?;
    }
    for sql in [
        "DELETE FROM tokens WHERE email = $1",
        "DELETE FROM mail_opt_outs WHERE email = $1",
        "DELETE FROM invitations WHERE email = $1",
    ] {
        exec!(db, sql, email)?;
    }
    let sql = "UPDATE counselling SET ended_at = COALESCE(ended_at, $2), purpose = ''
               WHERE counsellor_id = $1 OR participant_id = $1";
    exec!(db, sql, user, now)?;
    exec!(
        db,
        "UPDATE counselling SET ended_at = $2 WHERE stands_in_for_id = $1 AND ended_at IS NULL",
        user,
        now
    )?;
    let sql = "UPDATE invitations SET withdrawn_at = $2 WHERE counsellor_id = $1 AND used_at IS NULL AND withdrawn_at IS NULL";
    exec!(db, sql, user, now)?;
    exec!(db, "UPDATE tickets SET filed_by_name = $2 WHERE filed_by_id = $1", user, name)?;
    exec!(db, "UPDATE ratings SET reader = $2, comment = NULL WHERE reader = $1", &own, reader)?;
    exec!(db, "DELETE FROM drafts WHERE owner = $1", &own).map(|_| ())
}
