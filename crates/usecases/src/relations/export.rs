//! Taking out the cases of a counsellor's people, and relations as a sheet. What is taken out is in the audit log.

use std::collections::BTreeMap;

use fyr_domain::{
    Actor, Lang,
    permission::{Question, may},
    tickets::EntryKind,
};
use fyr_i18n::text_of;
use fyr_store::{attachments, cases::Wanted, entries, organisations, relations, tickets};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Error, Services,
    audit::{self, Did},
    sheet::Sheet,
    tickets::{Thread, spoken},
};

/// As what cases are taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line for each ticket.
    Csv,
    /// Everything that was said, to be read and printed.
    Html,
}

impl Format {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }
}

/// Cases that were taken out.
#[derive(Clone, Debug)]
pub struct Cases {
    /// Each with its public messages and their files' names.
    pub threads: Vec<Thread>,
}

impl Cases {
    /// A line for each ticket.
    pub fn sheet(&self, ctx: &Services, lang: Lang) -> Vec<u8> {
        let mut sheet = Sheet::new(lang);
        sheet.line(&[
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
        let zone = ctx.settings.calendar.zone;
        let at = |moment: chrono::DateTime<chrono::Utc>| {
            moment.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
        };
        for thread in &self.threads {
            let t = &thread.ticket;
            let messages = thread.entries.iter().filter(|entry| entry.kind == EntryKind::Message).count();
            sheet.line(&[
                &spoken(&t.reference),
                &t.requester_name,
                &t.subject,
                &t.topic,
                &text_of(lang, "status-", t.status.as_str()),
                &at(t.created_at),
                &at(t.updated_at),
                &t.responded_at.map(at).unwrap_or_default(),
                &messages.to_string(),
            ]);
        }
        sheet.finish()
    }
}

/// Takes out tickets of a counsellor's people: the ticked ones, or all that are wanted, however many. Internal notes stay here.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who is no counsellor.
pub async fn cases(
    ctx: &Services,
    actor: &Actor,
    (wanted, ticked): (&Wanted, &[String]),
    format: Format,
) -> Result<Cases, Error> {
    let (listed, _) = super::tickets(ctx, actor, wanted, i64::MAX, 0).await?;
    let chosen = |reference: &str| {
        ticked.is_empty() || ticked.iter().any(|one| one.replace('-', "").eq_ignore_ascii_case(reference))
    };
    let mut db = ctx.store.read().await?;
    let mut threads = Vec::new();
    let mut people: BTreeMap<Uuid, (Option<Uuid>, usize)> = BTreeMap::new();
    for row in listed.into_iter().filter(|row| chosen(&row.reference)) {
        let Some(ticket) = tickets::find_visible(&mut db, actor, &row.reference).await? else { continue };
        let mut said = entries::of_ticket(&mut db, actor, ticket.id, Uuid::nil()).await?;
        said.retain(|entry| entry.kind != EntryKind::Note);
        let mut files = attachments::of_ticket(&mut db, actor, ticket.id).await?;
        files.retain(|file| said.iter().any(|entry| file.entry_id == Some(entry.id)));
        let standing = tickets::standing(&mut db, actor, ticket.id).await?;
        if let Some(requester) = ticket.requester_id {
            people.entry(requester).or_insert((ticket.organisation_id, 0)).1 += 1;
        }
        threads.push(Thread { ticket, entries: said, files, survey: None, assignee: None, standing });
    }
    drop(db);
    let mut tx = ctx.store.begin().await?;
    // a line for each person, so that theirs says who took out what
    for (person, (organisation, count)) in people {
        let did = Did {
            action: "cases.exported",
            target: Some(("user", person)),
            organisation,
            details: json!({ "format": format.as_str(), "tickets": count }),
        };
        audit::record(ctx, &mut tx, actor, did).await?;
    }
    tx.commit().await?;
    Ok(Cases { threads })
}

/// The relations of the organisations that the actor looks after, as a sheet; the portal's own where they run it.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who looks after nobody.
pub async fn export(ctx: &Services, actor: &Actor, lang: Lang) -> Result<Vec<u8>, Error> {
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    if !may(actor, Question::OpenPeople) {
        return Err(Error::NotFound);
    }
    let mut tx = ctx.store.begin().await?;
    let mut places: Vec<(Option<Uuid>, String)> = organisations::administered(&mut tx, actor)
        .await?
        .into_iter()
        .map(|one| (Some(one.id), one.slug))
        .collect();
    if actor.runs_portal() {
        places.push((None, String::new()));
    }
    let mut sheet = Sheet::new(lang);
    sheet.line(&super::import::COLUMNS);
    let mut count = 0;
    for (id, slug) in places {
        for tie in relations::of_organisation(&mut tx, id, ctx.clock.now()).await? {
            let since = tie.since.with_timezone(&ctx.settings.calendar.zone).date_naive().to_string();
            let until = tie.until.map(|until| ctx.last_day(until).to_string()).unwrap_or_default();
            sheet.line(&[
                &tie.counsellor_email,
                &tie.participant_email,
                &slug,
                &tie.purpose,
                tie.scope.as_str(),
                &since,
                &until,
            ]);
            count += 1;
        }
    }
    let did = Did {
        action: "relations.exported",
        target: None,
        organisation: None,
        details: json!({ "lines": count }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    Ok(sheet.finish())
}
