//! Relations between counsellors and participants with their names (table `counselling`). They are created by
//! [`crate::people::upsert_relation`].

use chrono::{DateTime, Utc};
use fyr_domain::permission::Scope;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional},
};

/// A relation with the names of everyone involved.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Relation {
    /// Id of the counsellor.
    pub counsellor_id: Uuid,
    /// Name of the counsellor.
    pub counsellor: String,
    /// E-mail address of the counsellor.
    pub counsellor_email: String,
    /// Id of the participant.
    pub participant_id: Uuid,
    /// Name of the participant.
    pub participant: String,
    /// E-mail address of the participant.
    pub participant_email: String,
    /// Organisation in which the relation was made; `None` for the whole portal.
    pub organisation_id: Option<Uuid>,
    /// Name of the organisation.
    pub organisation: Option<String>,
    /// Purpose in a few words.
    pub purpose: String,
    /// What the counsellor may do.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// Start of the relation.
    pub since: DateTime<Utc>,
    /// End of the relation, where it is known.
    pub until: Option<DateTime<Utc>>,
    /// The colleague for whom the counsellor stands in.
    pub stands_in_for_id: Option<Uuid>,
    /// Name of that colleague.
    pub stands_in_for: Option<String>,
    /// Whether the participant may end the relation.
    pub participants_end: bool,
    /// Whether the participant has widened it to their tickets of other organisations.
    pub widened: bool,
}

/// Selects relations that are valid at `$2` or start later: the condition of [`crate::visibility::acting`] for any counsellor.
macro_rules! relations {
    () => {
        "SELECT c.counsellor_id, u.name AS counsellor, u.email AS counsellor_email, c.participant_id, p.name AS participant,
           p.email AS participant_email, c.organisation_id, o.name AS organisation, c.purpose, c.scope, c.since, c.until,
           c.stands_in_for_id, c.widened, s.name AS stands_in_for, COALESCE(o.participants_end, TRUE) AS participants_end
         FROM counselling c JOIN users u ON u.id = c.counsellor_id JOIN users p ON p.id = c.participant_id
         LEFT JOIN organisations o ON o.id = c.organisation_id LEFT JOIN users s ON s.id = c.stands_in_for_id
         WHERE u.email_confirmed_at IS NOT NULL AND c.ended_at IS NULL AND (c.until IS NULL OR c.until > $2)
           AND ((c.organisation_id IS NULL AND u.role = 'counsellor') OR EXISTS (SELECT 1 FROM memberships m
             WHERE m.user_id = c.counsellor_id AND m.organisation_id = c.organisation_id AND m.role = 'counsellor')) "
    };
}

/// Relations of a participant, oldest first.
pub async fn list_for_participant(
    db: &mut Db,
    participant: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Relation>> {
    let sql = concat!(relations!(), "AND c.participant_id = $1 ORDER BY c.since, u.name, u.id");
    fetch_all!(db, Relation, sql, participant, now)
}

/// Relations of a counsellor, by name of the participant.
pub async fn list_for_counsellor(db: &mut Db, counsellor: Uuid, now: DateTime<Utc>) -> Result<Vec<Relation>> {
    let sql = concat!(relations!(), "AND c.counsellor_id = $1 ORDER BY p.name, p.id");
    fetch_all!(db, Relation, sql, counsellor, now)
}

/// Relations in which someone stands in for the counsellor, by name of the participant.
pub async fn list_stand_ins_for(db: &mut Db, counsellor: Uuid, now: DateTime<Utc>) -> Result<Vec<Relation>> {
    let sql = concat!(relations!(), "AND c.stands_in_for_id = $1 ORDER BY p.name, p.id, u.name, u.id");
    fetch_all!(db, Relation, sql, counsellor, now)
}

/// Relations made in an organisation (`None`: in the whole portal), by name of the counsellor. The caller has checked that
/// the actor administers it.
pub async fn list_for_organisation(
    db: &mut Db,
    organisation: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<Relation>> {
    let sql = concat!(
        relations!(),
        "AND (c.organisation_id = $1 OR ($1 IS NULL AND c.organisation_id IS NULL)) ORDER BY u.name, u.id, p.name, p.id"
    );
    fetch_all!(db, Relation, sql, organisation, now)
}

/// The relation between a counsellor and a participant.
pub async fn find_between(
    db: &mut Db,
    counsellor: Uuid,
    participant: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Relation>> {
    let sql = concat!(relations!(), "AND c.counsellor_id = $1 AND c.participant_id = $3");
    fetch_optional!(db, Relation, sql, counsellor, now, participant)
}

/// Ends the relations in which someone stands in for the counsellor with this participant; returns how many.
pub async fn end_stand_ins(
    db: &mut Db,
    counsellor: Uuid,
    participant: Uuid,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sql = "UPDATE counselling SET ended_at = $3
               WHERE stands_in_for_id = $1 AND participant_id = $2 AND ended_at IS NULL";
    execute!(db, sql, counsellor, participant, now)
}

/// Ends all relations of a counsellor, and of those standing in for them, in an organisation (`None`: in the whole portal).
/// Returns how many.
pub async fn end_all_for_counsellor(
    db: &mut Db,
    counsellor: Uuid,
    organisation: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sql = "UPDATE counselling SET ended_at = $3 WHERE (counsellor_id = $1 OR stands_in_for_id = $1) AND ended_at IS NULL
               AND (organisation_id = $2 OR ($2 IS NULL AND organisation_id IS NULL))";
    execute!(db, sql, counsellor, organisation, now)
}

/// Ends all relations of a participant in an organisation; returns how many.
pub async fn end_all_for_participant(
    db: &mut Db,
    participant: Uuid,
    organisation: Uuid,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sql = "UPDATE counselling SET ended_at = $3
               WHERE participant_id = $1 AND organisation_id = $2 AND ended_at IS NULL";
    execute!(db, sql, participant, organisation, now)
}
