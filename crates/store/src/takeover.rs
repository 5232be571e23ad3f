//! Taking over: the mailbox of an account that anyone may have registered has answered. Whatever could let that person in again, or
//! let others in, is removed; what was said to others stays. A test compares [`TAKEOVER_COLUMNS`] with the schema.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Db, Result, accounts, run::execute};

/// What happens to the rows of a user when the owner of the mailbox takes the account over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowTreatment {
    /// They are deleted, or no longer count.
    Removed,
    /// They stay, for this reason.
    Kept(&'static str),
}

const GIVEN: RowTreatment =
    RowTreatment::Kept("others gave it to the owner of the address; it counts from now on");
const SAID: RowTreatment = RowTreatment::Kept("said to others, and lets nobody in");

/// Every column that refers to a user, and what happens to its rows.
pub const TAKEOVER_COLUMNS: [(&str, RowTreatment); 33] = [
    ("affected_readers.reader", SAID),
    ("affected_readers.user_id", SAID),
    ("article_drafts.edited_by_id", SAID),
    ("article_images.added_by_id", SAID),
    ("article_reviews.reviewed_by_id", SAID),
    ("article_versions.published_by_id", SAID),
    ("attachments.owner", RowTreatment::Removed),
    ("audit_log.actor_id", SAID),
    ("audit_log.target_id", SAID),
    ("counselling.counsellor_id", RowTreatment::Removed),
    ("counselling.participant_id", RowTreatment::Removed),
    ("counselling.stands_in_for_id", RowTreatment::Removed),
    ("deletion_requests.user_id", RowTreatment::Removed),
    ("devices.user_id", RowTreatment::Removed),
    ("drafts.owner", RowTreatment::Removed),
    ("email_changes.user_id", RowTreatment::Removed),
    ("entries.author_id", SAID),
    ("entries.on_behalf_of_id", SAID),
    ("identities.user_id", RowTreatment::Removed),
    ("invitations.counsellor_id", RowTreatment::Removed),
    ("invitations.invited_by_id", RowTreatment::Removed),
    ("memberships.user_id", GIVEN),
    ("ratings.reader", SAID),
    ("recovery_codes.user_id", RowTreatment::Removed),
    ("sessions.pending_user_id", RowTreatment::Removed),
    ("sessions.user_id", RowTreatment::Removed),
    ("setting_versions.created_by_id", SAID),
    ("sharing_viewers.user_id", GIVEN),
    ("ticket_reads.user_id", RowTreatment::Removed),
    ("tickets.assignee_id", GIVEN),
    ("tickets.filed_by_id", SAID),
    ("tickets.requester_id", SAID),
    ("tokens.user_id", RowTreatment::Removed),
];

/// Removes password, second factor and every row that [`TAKEOVER_COLUMNS`] says is removed.
pub async fn take_over(db: &mut Db, user: Uuid, now: DateTime<Utc>) -> Result<()> {
    accounts::clear_credentials(db, user).await?;
    for sql in [
        "DELETE FROM counselling WHERE counsellor_id = $1 OR participant_id = $1 OR stands_in_for_id = $1",
        "DELETE FROM deletion_requests WHERE user_id = $1",
        "DELETE FROM devices WHERE user_id = $1",
        "DELETE FROM email_changes WHERE user_id = $1",
        "DELETE FROM identities WHERE user_id = $1",
        "DELETE FROM ticket_reads WHERE user_id = $1",
        "DELETE FROM sessions WHERE user_id = $1 OR pending_user_id = $1",
    ] {
        execute!(db, sql, user)?;
    }
    for sql in [
        // links no longer count, but how many were sent still does
        "UPDATE tokens SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL",
        "UPDATE invitations SET withdrawn_at = $2
         WHERE (counsellor_id = $1 OR invited_by_id = $1) AND used_at IS NULL AND withdrawn_at IS NULL",
    ] {
        execute!(db, sql, user, now)?;
    }
    let owner = format!("user:{user}");
    let sql = "INSERT INTO file_removals (id, at) SELECT id, $2 FROM attachments WHERE owner = $1 AND entry_id IS NULL
               ON CONFLICT (id) DO NOTHING";
    execute!(db, sql, &owner, now)?;
    execute!(db, "DELETE FROM attachments WHERE owner = $1 AND entry_id IS NULL", &owner)?;
    execute!(db, "DELETE FROM drafts WHERE owner = $1", &owner).map(|_| ())
}
