//! What counsellors may do for whom, as both sides and those who look after them read it. Making one is
//! [`crate::people::relate`].

use chrono::{DateTime, Utc};
use fyr_domain::permission::Scope;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
};

/// A relation with names.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Relation {
    /// Who sees or acts.
    pub counsellor_id: Uuid,
    /// Their name.
    pub counsellor: String,
    /// Their address.
    pub counsellor_email: String,
    /// For whom.
    pub participant_id: Uuid,
    /// Their name.
    pub participant: String,
    /// Their address.
    pub participant_email: String,
    /// Where it was made; `None`: in the whole portal.
    pub organisation_id: Option<Uuid>,
    /// What that is called.
    pub organisation: Option<String>,
    /// Why, in a few words.
    pub purpose: String,
    /// How far it goes.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// From when.
    pub since: DateTime<Utc>,
    /// Until when, where that is known.
    pub until: Option<DateTime<Utc>>,
    /// The colleague for whom the counsellor stands in.
    pub stands_in_for_id: Option<Uuid>,
    /// Their name.
    pub stands_in_for: Option<String>,
    /// Whether the participant may end it.
    pub participants_end: bool,
}

/// Everything that has not ended at `$2` and would count then, or later where it begins later: [`crate::tickets::acting`]
/// for any counsellor.
macro_rules! relations {
    () => {
        "SELECT c.counsellor_id, u.name AS counsellor, u.email AS counsellor_email, c.participant_id, p.name AS participant,
           p.email AS participant_email, c.organisation_id, o.name AS organisation, c.purpose, c.scope, c.since, c.until,
           c.stands_in_for_id, s.name AS stands_in_for, COALESCE(o.participants_end, TRUE) AS participants_end
         FROM counselling c JOIN users u ON u.id = c.counsellor_id JOIN users p ON p.id = c.participant_id
         LEFT JOIN organisations o ON o.id = c.organisation_id LEFT JOIN users s ON s.id = c.stands_in_for_id
         WHERE c.ended_at IS NULL AND (c.until IS NULL OR c.until > $2)
           AND ((c.organisation_id IS NULL AND u.role = 'counsellor') OR EXISTS (SELECT 1 FROM memberships m
             WHERE m.user_id = c.counsellor_id AND m.organisation_id = c.organisation_id AND m.role = 'counsellor')) "
    };
}

/// Who may see or act for someone, the longest first.
pub async fn of_participant(db: &mut Db, participant: Uuid, now: DateTime<Utc>) -> Result<Vec<Relation>> {
    let sql = concat!(relations!(), "AND c.participant_id = $1 ORDER BY c.since, u.name, u.id");
    all!(db, Relation, sql, participant, now)
}

/// For whom someone may see or act, by name.
pub async fn of_counsellor(db: &mut Db, counsellor: Uuid, now: DateTime<Utc>) -> Result<Vec<Relation>> {
    let sql = concat!(relations!(), "AND c.counsellor_id = $1 ORDER BY p.name, p.id");
    all!(db, Relation, sql, counsellor, now)
}

/// What colleagues may do in place of someone, by name of the participant.
pub async fn standing_in_for(db: &mut Db, counsellor: Uuid, now: DateTime<Utc>) -> Result<Vec<Relation>> {
    let sql = concat!(relations!(), "AND c.stands_in_for_id = $1 ORDER BY p.name, p.id, u.name, u.id");
    all!(db, Relation, sql, counsellor, now)
}

/// Everything made in an organisation, or (`None`) in the whole portal, by name of the counsellor. The caller has checked
/// that the actor looks after it.
pub async fn of_organisation(
    db: &mut Db,
    organisation: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<Relation>> {
    let sql = concat!(
        relations!(),
        "AND (c.organisation_id = $1 OR ($1 IS NULL AND c.organisation_id IS NULL)) ORDER BY u.name, u.id, p.name, p.id"
    );
    all!(db, Relation, sql, organisation, now)
}

/// What there is between two people.
pub async fn between(
    db: &mut Db,
    counsellor: Uuid,
    participant: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Relation>> {
    let sql = concat!(relations!(), "AND c.counsellor_id = $1 AND c.participant_id = $3");
    one!(db, Relation, sql, counsellor, now, participant)
}

/// Ends what colleagues may do for a participant in place of a counsellor.
pub async fn end_stand_ins(
    db: &mut Db,
    counsellor: Uuid,
    participant: Uuid,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sql = "UPDATE counselling SET ended_at = $3
               WHERE stands_in_for_id = $1 AND participant_id = $2 AND ended_at IS NULL";
    exec!(db, sql, counsellor, participant, now)
}

/// Ends everything someone or whoever stands in for them may do in an organisation, or (`None`) in the whole portal.
pub async fn end_of_counsellor(
    db: &mut Db,
    counsellor: Uuid,
    organisation: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sql = "UPDATE counselling SET ended_at = $3 WHERE (counsellor_id = $1 OR stands_in_for_id = $1) AND ended_at IS NULL
               AND (organisation_id = $2 OR ($2 IS NULL AND organisation_id IS NULL))";
    exec!(db, sql, counsellor, organisation, now)
}

/// Ends everything counsellors of an organisation may do for someone.
pub async fn end_of_participant(
    db: &mut Db,
    participant: Uuid,
    organisation: Uuid,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sql = "UPDATE counselling SET ended_at = $3
               WHERE participant_id = $1 AND organisation_id = $2 AND ended_at IS NULL";
    exec!(db, sql, participant, organisation, now)
}
