//! The documentation of a ticket on one page, which prints well: what was asked, done and promised, and how it was kept.

use chrono::TimeDelta;
use fyr_domain::{sla::Metric, tickets::TicketChange};
use fyr_i18n::{date_time, file_size, hours, t, text_for};
use fyr_usecases::{
    Error, classification,
    store::ticket_events::TicketEvent,
    tickets::{self, DocumentedTarget, TicketDocumentation, format_reference, raised_text},
};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, lang_attribute},
};

/// `/tickets/{reference}/documentation`.
pub async fn show(cx: &RequestContext, reference: &str) -> Result<Page, Error> {
    let lang = cx.lang;
    let documentation = tickets::document(&cx.backend, &cx.actor, reference).await?;
    let classification = classification::get(&cx.backend).await?;
    let ticket = &documentation.thread.ticket;
    let reference = format_reference(&ticket.reference);
    let path = format!("/tickets/{reference}");
    let title = t!(lang, "documentation-title", reference = reference.as_str());
    let mut facts = vec![
        (t!(lang, "ticket-reference"), reference.clone()),
        (t!(lang, "ticket-topic"), classification.topic_title(&ticket.topic, lang).to_owned()),
        (t!(lang, "ticket-kind"), text_for(lang, "kind-", ticket.kind.as_str())),
        (t!(lang, "ticket-impact"), text_for(lang, "impact-", ticket.impact.as_str())),
        (t!(lang, "ticket-requester"), ticket.requester_name.clone()),
        (t!(lang, "ticket-filed-by"), ticket.filed_by_name.clone().unwrap_or_default()),
        (t!(lang, "ticket-created"), when(cx, ticket.created_at)),
        (t!(lang, "ticket-status"), text_for(lang, "status-", ticket.status.as_str())),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
        .collect();
    let targets: Vec<_> = documentation.targets().into_iter().map(|target| target_row(cx, target)).collect();
    let events: Vec<_> =
        documentation.thread.events.iter().map(|event| event_item(cx, &documentation, event)).collect();
    let written_in = lang_attribute(lang, ticket.lang());
    let solution = documentation.solution().map(|event| {
        let text = event.body.clone();
        view! {
            <section class="stack" data-gap="s">
                <h2 class="ds-heading" data-size="sm">{t!(lang, "documentation-solution")}</h2>
                <p class="ds-paragraph entry-text" lang=written_in>{text}</p>
            </section>
        }
    });
    let has_targets = !targets.is_empty();
    let body = view! {
        <Breadcrumbs ancestors=vec![(path.clone(), reference)] current=t!(lang, "documentation-name")/>
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            <p class="ds-paragraph lead" lang=written_in>{ticket.subject.clone()}</p>
            <dl class="facts">{facts}</dl>
            {solution}
            {has_targets.then(|| view! {
                <section class="stack" data-gap="s">
                    <h2 class="ds-heading" data-size="sm">{t!(lang, "documentation-targets")}</h2>
                    <ul class="ds-list">{targets}</ul>
                </section>
            })}
            <section class="stack" data-gap="s">
                <h2 class="ds-heading" data-size="sm">{t!(lang, "documentation-events")}</h2>
                <ol class="plain-list stack" data-gap="s">{events}</ol>
            </section>
            <p class="meta">{t!(lang, "documentation-made", when = when(cx, cx.now))}</p>
            <p class="actions">
                <a class="ds-link" href=format!("{path}/documentation.json") download>{t!(lang, "documentation-json")}</a>
                <a class="ds-link" href=path>{t!(lang, "deadlines-back")}</a>
            </p>
        </div>
    };
    Ok(Page::new(title, body))
}

fn when(cx: &RequestContext, at: chrono::DateTime<chrono::Utc>) -> String {
    date_time(cx.lang, at, cx.backend.settings.zone)
}

/// What was promised, and how it was kept.
fn target_row(cx: &RequestContext, target: DocumentedTarget) -> AnyView {
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
    view! { <li><strong>{name}</strong>": "{kept}" "{promised}</li> }.into_any()
}

fn event_item(cx: &RequestContext, documentation: &TicketDocumentation, event: &TicketEvent) -> AnyView {
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
    let written_in =
        event.has_text().then(|| lang_attribute(lang, documentation.thread.ticket.lang())).flatten();
    let files: Vec<_> = documentation
        .thread
        .files_for(event.id)
        .map(|file| format!("{} ({})", file.name, file_size(lang, file.size)))
        .collect();
    let files = (!files.is_empty())
        .then(|| view! { <p class="meta">{t!(lang, "entry-files")}": "{files.join(", ")}</p> });
    let author = event.has_text().then(|| {
        let side = text_for(lang, "side-", event.side.as_str());
        view! { " · "<strong>{event.author_name.clone()}</strong>" ("{side}")" }
    });
    view! {
        <li>
            <p class="meta">{when(cx, event.created_at)}{author}</p>
            <p class="ds-paragraph entry-text" lang=written_in>{text}</p>
            {files}
        </li>
    }
    .into_any()
}
