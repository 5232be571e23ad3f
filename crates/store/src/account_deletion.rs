//! Deletion of accounts: the user's data are deleted or anonymised; what others need to understand their part of a
//! conversation stays without the name. A test compares [`PERSON_COLUMNS`] with the schema.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    retention::OldRows,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
};

/// Every column that refers to a user, and what happens to it when the account is deleted.
pub const PERSON_COLUMNS: [(&str, &str); 32] = [
    ("affected_readers.reader", "stays, without whose it was"),
    ("affected_readers.user_id", "is told nothing more"),
    ("article_drafts.edited_by_id", "stays: it names nobody any more"),
    ("article_images.added_by_id", "stays: it names nobody any more"),
    ("article_reviews.reviewed_by_id", "stays: it names nobody any more"),
    ("article_versions.published_by_id", "stays: it names nobody any more"),
    ("counselling.counsellor_id", "ended, without its purpose"),
    ("counselling.participant_id", "ended, without its purpose"),
    ("counselling.stands_in_for_id", "ended"),
    ("deletion_requests.user_id", "deleted"),
    ("devices.user_id", "deleted"),
    ("email_changes.user_id", "deleted"),
    ("entries.author_id", "stays, without the name"),
    ("entries.on_behalf_of_id", "stays: it names nobody any more"),
    ("identities.user_id", "deleted"),
    ("invitations.counsellor_id", "withdrawn"),
    ("invitations.invited_by_id", "stays: it names nobody any more"),
    ("memberships.user_id", "deleted"),
    ("recovery_codes.user_id", "deleted"),
    ("sessions.pending_user_id", "deleted"),
    ("sessions.user_id", "deleted"),
    ("setting_versions.created_by_id", "stays, without the name"),
    ("sharing_viewers.user_id", "deleted"),
    ("ticket_reads.user_id", "deleted"),
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

/// A request to delete an account, by the user or by the retention rule for inactive accounts.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DeletionRequest {
    /// Id of the user.
    pub user_id: Uuid,
    /// `asked` (by the user) or `inactive` (by the retention rule).
    pub reason: String,
    /// When the request was made.
    pub asked_at: DateTime<Utc>,
    /// When the account is to be deleted.
    pub due_at: DateTime<Utc>,
}

/// Inserts a request; `false` where the user has one already.
pub async fn insert_request(db: &mut Db, request: &DeletionRequest) -> Result<bool> {
    let sql = "INSERT INTO deletion_requests (user_id, reason, asked_at, due_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (user_id) DO NOTHING";
    let DeletionRequest { user_id, reason, asked_at, due_at } = request;
    Ok(execute!(db, sql, *user_id, reason, *asked_at, *due_at)? == 1)
}

/// The user's deletion request.
pub async fn find_request(db: &mut Db, user: Uuid) -> Result<Option<DeletionRequest>> {
    fetch_optional!(
        db,
        DeletionRequest,
        "SELECT user_id, reason, asked_at, due_at FROM deletion_requests WHERE user_id = $1",
        user
    )
}

/// Withdraws the user's request; `false` where there is none.
pub async fn delete_request(db: &mut Db, user: Uuid) -> Result<bool> {
    Ok(execute!(db, "DELETE FROM deletion_requests WHERE user_id = $1", user)? == 1)
}

/// The ids of the tickets that belong to a user: those in their account, and guests' from their confirmed address. Each half is found
/// by an index; with `OR` every ticket would be read.
macro_rules! tickets_of {
    ($user:literal) => {
        concat!(
            "SELECT t.id FROM tickets t WHERE t.requester_id = ",
            $user,
            " UNION ALL SELECT t.id FROM users u JOIN tickets t ON t.requester_email = u.email AND t.requester_id IS NULL
              WHERE u.email_confirmed_at IS NOT NULL AND u.id = ",
            $user
        )
    };
}

/// Number of the user's tickets that are not done, including guest tickets from their address.
pub async fn count_open_tickets(db: &mut Db, user: Uuid) -> Result<i64> {
    let sql = concat!(
        "SELECT COUNT(*) FROM tickets o WHERE o.status NOT IN ('solved', 'closed') AND o.id IN (",
        tickets_of!("$1"),
        ")"
    );
    fetch_scalar!(db, i64, sql, user)
}

/// Requests that can be executed: due, without open tickets, not of a portal administrator, and not made obsolete by a visit
/// of an inactive user.
macro_rules! due {
    () => {
        concat!(
            " FROM deletion_requests r JOIN users u ON u.id = r.user_id WHERE r.due_at <= $1 AND u.role <> 'admin'
              AND NOT (r.reason = 'inactive' AND u.seen_at IS NOT NULL AND u.seen_at > r.asked_at)
              AND NOT EXISTS (SELECT 1 FROM tickets o WHERE o.status NOT IN ('solved', 'closed') AND o.id IN (",
            tickets_of!("r.user_id"),
            "))"
        )
    };
}

/// Number of accounts to delete now, and the time of the oldest request.
pub async fn count_due(db: &mut Db, now: DateTime<Utc>) -> Result<OldRows> {
    let count = fetch_scalar!(db, i64, concat!("SELECT COUNT(*)", due!()), now)?;
    let oldest = fetch_optional!(
        db,
        (DateTime<Utc>,),
        concat!("SELECT r.asked_at", due!(), " ORDER BY r.asked_at LIMIT 1"),
        now
    )?;
    Ok(OldRows { count, oldest: oldest.map(|(at,)| at) })
}

/// Up to 50 accounts to delete now.
pub async fn list_due(db: &mut Db, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows = fetch_all!(
        db,
        (Uuid,),
        concat!("SELECT r.user_id", due!(), " ORDER BY r.due_at, r.user_id LIMIT 50"),
        now
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Deletes requests by the retention rule for users who have visited since; returns how many.
pub async fn delete_requests_of_active_users(db: &mut Db) -> Result<u64> {
    let sql = "DELETE FROM deletion_requests WHERE reason = 'inactive'
               AND user_id IN (SELECT u.id FROM users u WHERE u.seen_at > deletion_requests.asked_at)";
    execute!(db, sql)
}

/// Accounts without a visit since `$1` and without a request; portal administrators are excluded.
macro_rules! inactive {
    () => {
        " FROM users u WHERE COALESCE(u.seen_at, u.created_at) < $1 AND u.role <> 'admin' AND u.removed_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM deletion_requests r WHERE r.user_id = u.id)"
    };
}

/// Number of accounts without a visit since `since`, and the time of the earliest last visit.
pub async fn count_inactive(db: &mut Db, since: DateTime<Utc>) -> Result<OldRows> {
    let count = fetch_scalar!(db, i64, concat!("SELECT COUNT(*)", inactive!()), since)?;
    let sql = concat!("SELECT COALESCE(u.seen_at, u.created_at)", inactive!(), " ORDER BY 1 LIMIT 1");
    let oldest = fetch_optional!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at);
    Ok(OldRows { count, oldest })
}

/// Up to 200 accounts without a visit since `since`.
pub async fn list_inactive(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows =
        fetch_all!(db, (Uuid,), concat!("SELECT u.id", inactive!(), " ORDER BY u.id LIMIT 200"), since)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Updates the time of users' last visit from their sessions and devices.
pub async fn update_last_seen(db: &mut Db) -> Result<()> {
    let sql = "UPDATE users SET seen_at = (SELECT MAX(d.last_at) FROM devices d WHERE d.user_id = users.id)
               WHERE EXISTS (SELECT 1 FROM devices d WHERE d.user_id = users.id
                 AND (users.seen_at IS NULL OR d.last_at > users.seen_at))";
    execute!(db, sql)?;
    let sql = "UPDATE users SET seen_at = (SELECT MAX(s.seen_at) FROM sessions s WHERE s.user_id = users.id)
               WHERE EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = users.id
                 AND (users.seen_at IS NULL OR s.seen_at > users.seen_at))";
    execute!(db, sql).map(|_| ())
}

/// The account to anonymise, and the placeholders for its personal data.
#[derive(Clone, Copy, Debug)]
pub struct Anonymisation<'a> {
    /// Id of the user.
    pub user: Uuid,
    /// The user's e-mail address until now.
    pub email: &'a str,
    /// Placeholder for the name.
    pub name: &'a str,
    /// Placeholder for the e-mail address.
    pub address: &'a str,
    /// New reader key of the user's article ratings, and of the known errors that affect them.
    pub reader: &'a str,
}

/// Deletes or anonymises the data of an account. Files of drafts are deleted by [`crate::privacy::delete_attachment`].
pub async fn anonymise(db: &mut Db, anonymisation: Anonymisation<'_>, now: DateTime<Utc>) -> Result<()> {
    let Anonymisation { user, email, name, address, reader } = anonymisation;
    let owner_key = format!("user:{user}");
    // before the address is replaced, because guest tickets are matched by it
    execute!(db, "UPDATE entries SET author_name = $2 WHERE author_id = $1", user, name)?;
    let sql = concat!(
        "UPDATE entries SET author_name = $2 WHERE side = 'requester' AND ticket_id IN (",
        tickets_of!("$1"),
        ")"
    );
    execute!(db, sql, user, name)?;
    let sql = concat!(
        "UPDATE tickets SET requester_name = $2, requester_email = $3 WHERE id IN (",
        tickets_of!("$1"),
        ")"
    );
    execute!(db, sql, user, name, address)?;
    let sql = "UPDATE users SET name = $2, email = $3, password_hash = NULL, role = 'participant', level = 1,
                 email_confirmed_at = NULL, totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL,
                 seen_at = NULL, removed_at = $4 WHERE id = $1";
    execute!(db, sql, user, name, address, now)?;
    for sql in [
        "DELETE FROM sessions WHERE user_id = $1 OR pending_user_id = $1",
        "DELETE FROM identities WHERE user_id = $1",
        "DELETE FROM recovery_codes WHERE user_id = $1",
        "DELETE FROM tokens WHERE user_id = $1",
        "DELETE FROM email_changes WHERE user_id = $1",
        "DELETE FROM devices WHERE user_id = $1",
        "DELETE FROM memberships WHERE user_id = $1",
        "DELETE FROM sharing_viewers WHERE user_id = $1",
        "DELETE FROM ticket_reads WHERE user_id = $1",
        "DELETE FROM deletion_requests WHERE user_id = $1",
        "UPDATE tickets SET assignee_id = NULL WHERE assignee_id = $1 AND status NOT IN ('solved', 'closed')",
    ] {
        execute!(db, sql, user)?;
    }
    for sql in [
        "DELETE FROM tokens WHERE email = $1",
        "DELETE FROM mail_opt_outs WHERE email = $1",
        "DELETE FROM invitations WHERE email = $1",
    ] {
        execute!(db, sql, email)?;
    }
    let sql = "UPDATE counselling SET ended_at = COALESCE(ended_at, $2), purpose = ''
               WHERE counsellor_id = $1 OR participant_id = $1";
    execute!(db, sql, user, now)?;
    execute!(
        db,
        "UPDATE counselling SET ended_at = $2 WHERE stands_in_for_id = $1 AND ended_at IS NULL",
        user,
        now
    )?;
    let sql = "UPDATE invitations SET withdrawn_at = $2 WHERE counsellor_id = $1 AND used_at IS NULL AND withdrawn_at IS NULL";
    execute!(db, sql, user, now)?;
    execute!(db, "UPDATE tickets SET filed_by_name = $2 WHERE filed_by_id = $1", user, name)?;
    let sql = "UPDATE setting_versions SET created_by_name = $2 WHERE created_by_id = $1";
    execute!(db, sql, user, name)?;
    execute!(db, "UPDATE ratings SET reader = $2, comment = NULL WHERE reader = $1", &owner_key, reader)?;
    let sql = "UPDATE affected_readers SET reader = $2, user_id = NULL WHERE reader = $1";
    execute!(db, sql, &owner_key, reader)?;
    execute!(db, "UPDATE affected_readers SET user_id = NULL WHERE user_id = $1", user)?;
    execute!(db, "DELETE FROM drafts WHERE owner = $1", &owner_key).map(|_| ())
}
