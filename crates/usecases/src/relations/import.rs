//! CSV import of relations, in two steps: a plan that lists what each line would do, then its execution.

use chrono::{DateTime, NaiveDate, Utc};
use fyr_domain::{
    Actor,
    fields::Problem,
    permission::{Permission, Scope, may},
    text::{EmailAddress, Purpose},
    zone::start_of_day,
};
use fyr_store::{Db, organisations, organisations::Organisation, people, relations};
use serde_json::json;
use uuid::Uuid;

use super::{RelationPair, RelationTerms, create::is_counsellor_in, insert_relation, may_end};
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    csv_table::{self, Column, CsvError, CsvRow, word_key},
    organisations::{
        ImportLine, ImportOutcome, ImportPlan, ImportProblem, find_organisation, list_administered,
    },
};

/// The columns of the CSV file.
pub(super) const COLUMNS: [Column; 7] = [
    Column::required("counsellor", &["counselor", "handledare", "veileder"]),
    Column::required("participant", &["deltagare", "deltaker"]),
    Column::required("organisation", &["organization", "organisasjon", "org"]),
    Column::optional("purpose", &["syfte", "formål"]),
    Column::optional("scope", &["omfattning", "omfang"]),
    Column::optional("since", &["from", "start", "från", "fra", "startdatum", "startdato"]),
    Column::optional("until", &["to", "end", "till", "til", "slut", "slutt", "slutdatum", "sluttdato"]),
];
/// Maximum number of lines.
const MAX_LINES: usize = 2_000;

/// What an import of relations would do, line by line.
pub type RelationImportPlan = ImportPlan<RelationImport>;
/// A line of an import of relations.
pub type RelationImportLine = ImportLine<RelationImport>;

/// The action of a line: a relation to create or replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationImport {
    organisation: Uuid,
    pair: RelationPair,
    terms: RelationTerms,
}

impl RelationImport {
    /// The suffix of the message key that describes the action.
    pub const fn message_key(&self) -> &'static str {
        "relate"
    }
}

/// What an import of this file would do. Changes nothing.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who administers nobody.
pub async fn plan_import(
    backend: &Backend,
    actor: &Actor,
    text: &str,
) -> Result<Result<RelationImportPlan, CsvError>, Error> {
    let organisations = list_administered(backend, actor).await?;
    let mut db = backend.store.read().await?;
    plan_in_transaction(backend, &mut db, actor, &organisations, text).await
}

async fn plan_in_transaction(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    administered: &[Organisation],
    text: &str,
) -> Result<Result<RelationImportPlan, CsvError>, Error> {
    let rows = match csv_table::read_rows(text, &COLUMNS, MAX_LINES) {
        Ok(rows) => rows,
        Err(error) => return Ok(Err(error)),
    };
    let mut lines: Vec<RelationImportLine> = Vec::new();
    for CsvRow { line: number, cells } in rows {
        let mut outcome = plan_line(backend, db, actor, administered, &cells).await?;
        let same = |line: &RelationImportLine| match (&line.outcome, &outcome) {
            (ImportOutcome::Apply(a), ImportOutcome::Apply(b)) => a.pair == b.pair,
            _ => false,
        };
        if lines.iter().any(same) {
            outcome = ImportOutcome::Invalid(ImportProblem::Duplicate);
        }
        let subject = format!("{} – {}", cells[0], cells[1]);
        let details = [cells[3].clone(), cells[4].clone()];
        lines.push(ImportLine { number, subject, details, outcome });
    }
    Ok(Ok(ImportPlan { lines }))
}

async fn plan_line(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    administered: &[Organisation],
    cells: &[String],
) -> Result<ImportOutcome<RelationImport>, Error> {
    let [counsellor, participant, organisation, purpose, scope, since, until] = cells else {
        return Ok(ImportOutcome::Invalid(ImportProblem::Address));
    };
    let found = find_organisation(administered, organisation);
    let Some(organisation) = found.filter(|found| may(actor, Permission::Administer(found.id))) else {
        return Ok(ImportOutcome::Invalid(ImportProblem::Organisation));
    };
    // the same problem for an unknown address and for an account outside the organisation: it does not reveal accounts
    let counsellor = people::find_by_email(db, &EmailAddress::canonical(counsellor)).await?;
    let Some(counsellor) = counsellor else {
        return Ok(ImportOutcome::Invalid(ImportProblem::NotCounsellor));
    };
    if !is_counsellor_in(db, counsellor.id, Some(organisation.id)).await? {
        return Ok(ImportOutcome::Invalid(ImportProblem::NotCounsellor));
    }
    if !may(actor, Permission::Appoint(counsellor.id)) {
        return Ok(ImportOutcome::Invalid(ImportProblem::OwnAppointment));
    }
    let participant = people::find_by_email(db, &EmailAddress::canonical(participant)).await?;
    let Some(participant) = participant else { return Ok(ImportOutcome::Invalid(ImportProblem::NotMember)) };
    let members = organisations::list_members(db, organisation.id).await?;
    if counsellor.id == participant.id || members.iter().all(|member| member.id != participant.id) {
        return Ok(ImportOutcome::Invalid(ImportProblem::NotMember));
    }
    let scope = if scope.is_empty() { Ok(Scope::Act) } else { word_key(scope).parse() };
    let (Ok(scope), Ok(purpose)) = (scope, Purpose::parse_optional(purpose)) else {
        return Ok(ImportOutcome::Invalid(ImportProblem::Scope));
    };
    let now = backend.clock.now();
    let since = parse_start(backend, since);
    let from = since.as_ref().map_or(now, |since| since.unwrap_or(now).max(now));
    let (Ok(since), Ok(until)) = (since, backend.end_of_day(until, from)) else {
        return Ok(ImportOutcome::Invalid(ImportProblem::Time));
    };
    let existing = relations::find_between(db, counsellor.id, participant.id, now).await?;
    let same = existing.as_ref().is_some_and(|existing| {
        existing.organisation_id == Some(organisation.id)
            && existing.scope == scope
            && existing.purpose == purpose.as_deref().unwrap_or_default()
            && existing.until == until
            && existing.stands_in_for_id.is_none()
    });
    if same {
        return Ok(ImportOutcome::Unchanged);
    }
    if existing.is_some_and(|existing| !may_end(actor, &existing)) {
        return Ok(ImportOutcome::Invalid(ImportProblem::CannotEndRelation));
    }
    Ok(ImportOutcome::Apply(RelationImport {
        organisation: organisation.id,
        pair: RelationPair { counsellor: counsellor.id, participant: participant.id },
        terms: RelationTerms { purpose, scope, since, until },
    }))
}

/// Parses a date as the start of that day in the portal's zone; `None` for empty text.
fn parse_start(backend: &Backend, raw: &str) -> Result<Option<DateTime<Utc>>, Problem> {
    if raw.is_empty() {
        return Ok(None);
    }
    let day: NaiveDate = raw.parse().map_err(|_| Problem::InvalidTime)?;
    Ok(Some(start_of_day(day, backend.settings.zone)))
}

/// Executes the valid lines of a file in one transaction and returns their number.
///
/// # Errors
/// As [`plan_import`].
pub async fn apply_import(backend: &Backend, actor: &Actor, text: &str) -> Result<usize, Error> {
    let organisations = list_administered(backend, actor).await?;
    let mut tx = backend.begin().await?;
    let Ok(plan) = plan_in_transaction(backend, &mut tx, actor, &organisations, text).await? else {
        return Ok(0);
    };
    let mut applied = 0;
    for line in plan.lines {
        let ImportOutcome::Apply(action) = line.outcome else { continue };
        let relation = action.terms.to_relation(Some(action.organisation), action.pair, backend.clock.now());
        insert_relation(backend, &mut tx, actor, &relation).await?;
        applied += 1;
    }
    let event = AuditEvent {
        action: "relations.imported",
        target: None,
        organisation: None,
        details: json!({ "lines": applied }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await?;
    Ok(applied)
}
