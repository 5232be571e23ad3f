//! Relations, by which a counsellor sees or acts for a participant: creating, ending, handing over, import and export; the
//! overview of who may see a person's tickets; and a counsellor's bulk actions on tickets. Both sides of a relation are
//! notified by mail, and every change is in the audit log.

mod access;
mod bulk;
mod create;
mod emails;
mod end;
mod export;
mod handover;
mod import;
mod offers;

pub use access::{AccessOverview, CounsellorAccess, OrganisationAccess, access_overview};
pub use bulk::{BulkResult, close_tickets, list_tickets, reply_to_tickets};
pub use create::{RelationTerms, choose_counsellor, create};
pub(crate) use emails::{
    ParticipantsHandedOverEmail, RelationChange, RelationChangedEmail, RelationEmailRecipient, account_name,
    email_footer, terms_block,
};
pub use end::{RelationReach, end, set_reach};
pub use export::{CaseExport, CaseExportFormat, CaseSelection, export, export_cases};
pub use fyr_store::{organisations::NamedRef, relations::Relation, shared_tickets::ParticipantTicketFilter};
pub use handover::{
    HandoverOptions, HandoverRequest, HandoverResult, hand_over, handover_options, list_stand_ins,
};
pub use import::{RelationImport, RelationImportLine, RelationImportPlan, apply_import, plan_import};
pub use offers::{
    NewOffer, PendingOffer, RelationOffer, accept_code, create_code, find_offer_by_code, invite_by_email,
    list_pending_offers, withdraw_offer,
};
pub(crate) use offers::{accept_offer, find_offer};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    permission::{Party, Permission, RelationRef, may},
    typed_date::parse_date,
    zone::start_of_day,
};
use fyr_store::people;
use serde_json::json;
use uuid::Uuid;

use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
    events::{Event, RelationParties},
};

/// The two people of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationPair {
    /// The id of the counsellor.
    pub counsellor: Uuid,
    /// The id of the participant.
    pub participant: Uuid,
}

impl Backend {
    /// Parses a date as an inclusive end: the start of the next day in the portal's zone; `None` for empty text.
    ///
    /// # Errors
    /// [`Problem::InvalidTime`] for an invalid date, and for a day that ends before `from` or more than ten years after it.
    pub fn end_of_day(&self, raw: &str, from: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Problem> {
        if raw.trim().is_empty() {
            return Ok(None);
        }
        let day = parse_date(raw).ok_or(Problem::InvalidTime)?;
        let next = day.succ_opt().ok_or(Problem::InvalidTime)?;
        let until = start_of_day(next, self.settings.zone);
        if until > from && until < from + TimeDelta::days(3660) {
            Ok(Some(until))
        } else {
            Err(Problem::InvalidTime)
        }
    }

    /// The last whole day before an exclusive end, in the portal's zone.
    pub fn last_day(&self, until: DateTime<Utc>) -> NaiveDate {
        (until - TimeDelta::seconds(1)).with_timezone(&self.settings.zone).date_naive()
    }
}

/// The relation between the actor as counsellor and a participant.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn find_between(
    backend: &Backend,
    actor: &Actor,
    participant: Uuid,
) -> Result<Option<Relation>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    Ok(fyr_store::relations::find_between(&mut db, user, participant, backend.clock.now()).await?)
}

/// An audit event about a relation, without its purpose.
fn audit_event(action: &'static str, relation: &people::NewRelation) -> AuditEvent {
    AuditEvent {
        action,
        target: Some(("user", relation.participant_id)),
        organisation: relation.organisation_id,
        details: json!({
            "counsellor": relation.counsellor_id,
            "scope": relation.scope,
            "until": relation.until,
            "stands_in_for": relation.stands_in_for_id,
        }),
    }
}

impl From<RelationPair> for RelationParties {
    fn from(RelationPair { counsellor, participant }: RelationPair) -> Self {
        Self { counsellor, participant }
    }
}

/// Whether the actor may end a relation.
fn may_end(actor: &Actor, relation: &Relation) -> bool {
    let party = match actor.user_id() {
        Some(user) if user == relation.participant_id => Party::Participant,
        Some(user) if user == relation.counsellor_id => Party::Counsellor,
        Some(_) | None => Party::Other,
    };
    let relation = RelationRef {
        party,
        organisation: relation.organisation_id,
        participants_end: relation.participants_end,
    };
    may(actor, Permission::EndRelation(relation))
}

/// Checks that the actor may let a counsellor in: their address is confirmed.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::AddressNotConfirmed`] on the field.
fn require_confirmed_address(actor: &Actor, field: &str) -> Result<(), Error> {
    if may(actor, Permission::ExtendAccess) {
        Ok(())
    } else {
        Err(FieldErrors::single(field, Problem::AddressNotConfirmed).into())
    }
}

/// Stores a relation, records it and notifies both sides. It replaces the relation that the two have already.
///
/// # Errors
/// [`Error::Invalid`] where the actor may not end the relation that the two have.
async fn insert_relation(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    relation: &people::NewRelation,
) -> Result<(), Error> {
    let now = backend.clock.now();
    let pair = RelationPair { counsellor: relation.counsellor_id, participant: relation.participant_id };
    if let Some(existing) =
        fyr_store::relations::find_between(tx, pair.counsellor, pair.participant, now).await?
    {
        if !may_end(actor, &existing) {
            return Err(FieldErrors::single("counsellor", Problem::CannotEndRelation).into());
        }
        audit::record(backend, tx, actor, audit_event("relation.ended", &without_personal_data(&existing)))
            .await?;
    }
    people::upsert_relation(tx, relation, now).await?;
    audit::record(backend, tx, actor, audit_event("relation.began", relation)).await?;
    tx.emit(Event::RelationBegan { between: pair.into(), by: actor.user_id() });
    Ok(())
}

/// A relation without names and purpose, for the audit log.
fn without_personal_data(relation: &Relation) -> people::NewRelation {
    people::NewRelation {
        counsellor_id: relation.counsellor_id,
        participant_id: relation.participant_id,
        organisation_id: relation.organisation_id,
        purpose: String::new(),
        scope: relation.scope,
        since: relation.since,
        until: relation.until,
        stands_in_for_id: relation.stands_in_for_id,
    }
}

/// Records the end of a relation and notifies both sides. The caller has ended it.
pub(crate) async fn record_end(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    relation: &Relation,
) -> Result<(), Error> {
    audit::record(backend, tx, actor, audit_event("relation.ended", &without_personal_data(relation)))
        .await?;
    let between =
        RelationParties { counsellor: relation.counsellor_id, participant: relation.participant_id };
    tx.emit(Event::RelationEnded { between, by: actor.user_id() });
    Ok(())
}
