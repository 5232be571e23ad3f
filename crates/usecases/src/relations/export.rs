//! Export of the cases of a counsellor's participants, and of relations as CSV. Exports are recorded in the audit log.

use std::collections::BTreeMap;

use fyr_domain::{
    Actor, Lang,
    permission::{Permission, may},
    tickets::TicketEventKind,
};
use fyr_i18n::text_for;
use fyr_store::{
    attachments, organisations, relations, shared_tickets::ParticipantTicketFilter, ticket_access,
    ticket_events,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    csv_table::CsvWriter,
    settings,
    tickets::{TicketThread, format_reference},
};

/// The format of exported cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseExportFormat {
    /// One row for each ticket.
    Csv,
    /// A printable document with all public messages.
    Html,
}

impl CaseExportFormat {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }
}

/// The exported cases of a counsellor's participants.
#[derive(Clone, Debug)]
pub struct CaseExport {
    /// The tickets with their public events and attachments.
    pub threads: Vec<TicketThread>,
}

impl CaseExport {
    /// The cases as CSV, one row for each ticket.
    pub fn to_csv(&self, backend: &Backend, lang: Lang) -> Vec<u8> {
        let mut table = CsvWriter::new(lang);
        table.write_row(&[
            "reference",
            "person",
            "subject",
            "topic",
            "status",
            "filed",
            "changed",
            "first_answer",
            "messages",
        ]);
        let zone = backend.settings.zone;
        let at = |moment: chrono::DateTime<chrono::Utc>| {
            moment.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
        };
        for thread in &self.threads {
            let ticket = &thread.ticket;
            let messages =
                thread.events.iter().filter(|event| event.kind == TicketEventKind::Message).count();
            table.write_row(&[
                &format_reference(&ticket.reference),
                &ticket.requester_name,
                &ticket.subject,
                &ticket.topic,
                &text_for(lang, "status-", ticket.status.as_str()),
                &at(ticket.created_at),
                &at(ticket.updated_at),
                &ticket.responded_at.map(at).unwrap_or_default(),
                &messages.to_string(),
            ]);
        }
        table.finish()
    }
}

/// The tickets to export.
#[derive(Clone, Copy, Debug)]
pub struct CaseSelection<'a> {
    /// The filter of the list they are chosen from.
    pub filter: &'a ParticipantTicketFilter,
    /// The chosen references; where empty, all tickets of the list.
    pub references: &'a [String],
}

/// Exports tickets of a counsellor's participants, without internal notes.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who is not a counsellor.
pub async fn export_cases(
    backend: &Backend,
    actor: &Actor,
    selection: CaseSelection<'_>,
    format: CaseExportFormat,
) -> Result<CaseExport, Error> {
    let CaseSelection { filter, references } = selection;
    let (listed, _) = super::list_tickets(backend, actor, filter, i64::MAX, 0).await?;
    let chosen = |reference: &str| {
        references.is_empty()
            || references.iter().any(|chosen| chosen.replace('-', "").eq_ignore_ascii_case(reference))
    };
    let settings = settings::load(backend).await;
    let mut db = backend.store.read().await?;
    let mut threads = Vec::new();
    let mut exported: BTreeMap<Uuid, ExportedPerson> = BTreeMap::new();
    for row in listed.into_iter().filter(|row| chosen(&row.reference)) {
        let Some(found) = ticket_access::find_visible(&mut db, actor, &row.reference).await? else {
            continue;
        };
        let ticket = &found.ticket;
        let mut events = ticket_events::list_for_ticket(&mut db, actor, ticket.id, Uuid::nil()).await?;
        events.retain(|event| event.kind != TicketEventKind::Note);
        let mut files = attachments::list_for_ticket(&mut db, actor, ticket.id).await?;
        files.retain(|file| events.iter().any(|event| file.entry_id == Some(event.id)));
        if let Some(requester) = ticket.requester_id {
            let person = ExportedPerson { organisation: ticket.organisation_id, tickets: 0 };
            exported.entry(requester).or_insert(person).tickets += 1;
        }
        threads.push(TicketThread::new(found, events, files, &settings));
    }
    drop(db);
    let mut tx = backend.begin().await?;
    // one event for each person, so that their own audit log shows the export
    for (person, ExportedPerson { organisation, tickets }) in exported {
        let event = AuditEvent {
            action: "cases.exported",
            target: Some(("user", person)),
            organisation,
            details: json!({ "format": format.as_str(), "tickets": tickets }),
        };
        audit::record(backend, &mut tx, actor, event).await?;
    }
    tx.commit().await?;
    Ok(CaseExport { threads })
}

/// What is recorded about a person whose tickets were exported.
struct ExportedPerson {
    organisation: Option<Uuid>,
    tickets: usize,
}

/// The relations of the organisations that the actor administers as CSV; for portal admins also those of the portal itself.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who administers nobody.
pub async fn export(backend: &Backend, actor: &Actor, lang: Lang) -> Result<Vec<u8>, Error> {
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    if !may(actor, Permission::OpenPeople) {
        return Err(Error::NotFound);
    }
    let mut tx = backend.begin().await?;
    let mut scopes: Vec<(Option<Uuid>, String)> = organisations::list_administered(&mut tx, actor)
        .await?
        .into_iter()
        .map(|organisation| (Some(organisation.id), organisation.slug))
        .collect();
    if actor.can_run_portal() {
        scopes.push((None, String::new()));
    }
    let mut table = CsvWriter::new(lang);
    table.write_row(&super::import::COLUMNS.map(|column| column.name()));
    let mut count = 0;
    for (id, slug) in scopes {
        for relation in relations::list_for_organisation(&mut tx, id, backend.clock.now()).await? {
            let since = relation.since.with_timezone(&backend.settings.zone).date_naive().to_string();
            let until = relation.until.map(|until| backend.last_day(until).to_string()).unwrap_or_default();
            table.write_row(&[
                &relation.counsellor_email,
                &relation.participant_email,
                &slug,
                &relation.purpose,
                relation.scope.as_str(),
                &since,
                &until,
            ]);
            count += 1;
        }
    }
    let event = AuditEvent {
        action: "relations.exported",
        target: None,
        organisation: None,
        details: json!({ "lines": count }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await?;
    Ok(table.finish())
}
