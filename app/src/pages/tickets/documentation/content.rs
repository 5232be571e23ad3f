//! What the documentation of a ticket says, in the reader's language.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{Lang, sla::Metric, tickets::TicketChange};
use fyr_i18n::{file_size, hours, t, text_for};
use fyr_usecases::{
    Error, classification,
    store::ticket_events::TicketEvent,
    tickets::{self, DocumentedTarget, TicketDocumentation, format_reference, raised_text},
};

use crate::{
    RequestContext,
    components::{channel_text, side_text},
};

/// The documentation of a ticket.
pub struct Content {
    /// The number of the ticket.
    pub reference: String,
    /// The title of the document.
    pub title: String,
    /// What the ticket is about, in the words of whoever filed it.
    pub subject: String,
    /// The language in which people wrote.
    pub written_in: Lang,
    /// What is known of the ticket, by name.
    pub facts: Vec<(String, String)>,
    /// What solved it.
    pub solution: Option<String>,
    /// What was promised, by name, with how it was kept.
    pub targets: Vec<(String, String)>,
    /// What happened, in order.
    pub entries: Vec<DocumentedEntry>,
    /// When the document was made.
    pub made: String,
}

/// Something that happened.
pub struct DocumentedEntry {
    /// When it happened, in words.
    pub at: String,
    /// The name and side of whoever wrote it; `None` where nobody wrote.
    pub author: Option<(String, String)>,
    /// What was written, or happened.
    pub text: String,
    /// The files that came with it.
    pub files: Option<String>,
}

impl Content {
    /// Collects it.
    pub async fn load(cx: &RequestContext, reference: &str) -> Result<Self, Error> {
        let lang = cx.lang;
        let documentation = tickets::document(&cx.backend, &cx.actor, reference).await?;
        let classification = classification::get(&cx.backend).await?;
        let ticket = &documentation.thread.ticket;
        let reference = format_reference(&ticket.reference);
        let mut facts = vec![
            (t!(lang, "ticket-reference").to_owned(), reference.clone()),
            (t!(lang, "ticket-topic").to_owned(), classification.topic_title(&ticket.topic, lang).to_owned()),
            (t!(lang, "ticket-kind").to_owned(), text_for(lang, "kind-", ticket.kind.as_str())),
            (t!(lang, "ticket-impact").to_owned(), text_for(lang, "impact-", ticket.impact.as_str())),
            (t!(lang, "ticket-requester").to_owned(), ticket.requester_name.clone()),
            (t!(lang, "ticket-filed-by").to_owned(), ticket.filed_by_name.clone().unwrap_or_default()),
            (t!(lang, "ticket-channel").to_owned(), channel_text(lang, ticket).unwrap_or_default()),
            (t!(lang, "ticket-created").to_owned(), when(cx, ticket.created_at)),
            (t!(lang, "ticket-status").to_owned(), text_for(lang, "status-", ticket.status.as_str())),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        let entries = documentation.thread.events.iter().map(|event| entry(cx, &documentation, event));
        Ok(Self {
            title: t!(lang, "documentation-title", reference = reference.as_str()),
            subject: ticket.subject.clone(),
            written_in: ticket.lang(),
            solution: documentation.solution().map(|event| event.body.clone()),
            targets: documentation.targets().into_iter().map(|target| outcome(cx, target)).collect(),
            entries: entries.collect(),
            made: t!(lang, "documentation-made", when = when(cx, cx.now)),
            facts,
            reference,
        })
    }
}

fn when(cx: &RequestContext, at: DateTime<Utc>) -> String {
    cx.date_time(at)
}

/// What was promised, and how it was kept.
fn outcome(cx: &RequestContext, target: DocumentedTarget) -> (String, String) {
    let lang = cx.lang;
    let DocumentedTarget { metric, target_minutes, around_the_clock, due_at, met_at, missed } = target;
    let name = match metric {
        Metric::FirstResponse => t!(lang, "deadline-first-response"),
        Metric::NextResponse => t!(lang, "deadline-next-response"),
        Metric::Resolution => t!(lang, "deadline-resolution"),
        Metric::Update => t!(lang, "deadline-update"),
    };
    let amount = hours(lang, TimeDelta::minutes(target_minutes));
    let promised = if around_the_clock {
        t!(lang, "deadline-target-always", target = amount)
    } else {
        t!(lang, "deadline-target", target = amount)
    };
    let kept = match (due_at, met_at) {
        (Some(due), Some(met)) if missed => {
            t!(lang, "deadline-kept-late", when = when(cx, met), due = when(cx, due))
        }
        (_, Some(met)) => t!(lang, "deadline-kept", when = when(cx, met)),
        (Some(due), None) if missed => t!(lang, "deadline-late", when = when(cx, due)),
        (Some(due), None) => t!(lang, "deadline-due", when = when(cx, due)),
        (None, None) => String::new(),
    };
    (name.to_owned(), format!("{kept} {promised}").trim_start().to_owned())
}

fn entry(cx: &RequestContext, documentation: &TicketDocumentation, event: &TicketEvent) -> DocumentedEntry {
    let lang = cx.lang;
    let name = event.author_name.as_str();
    let text = match event.change() {
        Some(TicketChange::NoAnswerNeeded) => t!(lang, "entry-no-answer", name = name),
        Some(TicketChange::Escalated { to, cause, .. }) => raised_text(lang, to, cause),
        _ => match event.new_status() {
            Some(status) => {
                let status = text_for(lang, "status-", status.as_str());
                t!(lang, "entry-change", name = name, status = status)
            }
            None => event.body.clone(),
        },
    };
    let files: Vec<_> = documentation
        .thread
        .files_for(event.id)
        .map(|file| format!("{} ({})", file.name, file_size(lang, file.size)))
        .collect();
    let author = event
        .has_text()
        .then(|| (event.author_name.clone(), side_text(lang, &documentation.thread.ticket, event)));
    DocumentedEntry {
        at: when(cx, event.created_at),
        author,
        text,
        files: (!files.is_empty()).then(|| format!("{}: {}", t!(lang, "entry-files"), files.join(", "))),
    }
}
