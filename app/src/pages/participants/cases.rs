//! Tickets of a counsellor's participants as one self-contained HTML document, for printing.

use fyr_domain::{
    Role,
    tickets::{Side, TicketEventKind},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    relations::CaseExport,
    tickets::{TicketThread, format_reference},
};
use leptos::prelude::*;

use crate::RequestContext;

const STYLE: &str = "
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: #14202a; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; padding-top: 1rem; border-top: 2px solid #14202a; }
dl { display: grid; grid-template-columns: 10rem 1fr; gap: .25rem 1rem; } dt { color: #4a5a66; } dd { margin: 0; }
article { margin: 1rem 0; padding: .75rem 1rem; border: 1px solid #9fb0ba; border-radius: .4rem; break-inside: avoid; }
article p { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; } .who { color: #4a5a66; font-size: .9rem; }
@media print { body { margin: 0; max-width: none; } section { break-before: page; } section:first-of-type { break-before: auto; } }
";

/// The document: a section for each ticket.
pub fn document(cx: &RequestContext, cases: &CaseExport) -> AnyView {
    let lang = cx.lang;
    let title = t!(lang, "cases-title");
    let by = cx.actor.user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
    let created = t!(lang, "cases-made", by = by, when = cx.date_time(cx.now), count = cases.threads.len());
    let threads: Vec<_> = cases.threads.iter().map(|thread| ticket_section(cx, thread)).collect();
    view! {
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{title}</title>
                <style>{STYLE}</style>
            </head>
            <body>
                <h1>{title}</h1>
                <p>{created}</p>
                {threads}
            </body>
        </html>
    }
    .into_any()
}

fn ticket_section(cx: &RequestContext, thread: &TicketThread) -> AnyView {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    let events: Vec<_> = thread
        .events
        .iter()
        .map(|event| {
            let at = cx.date_time(event.created_at);
            if event.kind == TicketEventKind::Change {
                let status =
                    event.new_status().map(|to| text_for(lang, "status-", to.as_str())).unwrap_or_default();
                let text = t!(lang, "entry-change", name = event.author_name.as_str(), status = status);
                return view! { <p class="who">{text}" · "{at}</p> }.into_any();
            }
            let files: Vec<String> = thread.files_for(event.id).map(|file| file.name.clone()).collect();
            let files =
                (!files.is_empty()).then(|| format!("{}: {}", t!(lang, "entry-files"), files.join(", ")));
            // in a counsellor's document the person who asks is a participant
            let side = match event.side {
                Side::Requester => text_for(lang, "role-", Role::Participant.as_str()),
                side => text_for(lang, "side-", side.as_str()),
            };
            view! {
                <article>
                    <div class="who">{event.author_name.clone()}" ("{side}") · "{at}</div>
                    <p>{event.body.clone()}</p>
                    {files.map(|files| view! { <div class="who">{files}</div> })}
                </article>
            }
            .into_any()
        })
        .collect();
    view! {
        <section>
            <h2>{ticket.subject.clone()}</h2>
            <dl>
                <dt>{t!(lang, "ticket-reference")}</dt><dd>{format_reference(&ticket.reference)}</dd>
                <dt>{t!(lang, "ticket-requester")}</dt><dd>{ticket.requester_name.clone()}</dd>
                {ticket.filed_by_name.clone().map(|by| view! { <dt>{t!(lang, "ticket-filed-by")}</dt><dd>{by}</dd> })}
                <dt>{t!(lang, "ticket-status")}</dt><dd>{text_for(lang, "status-", ticket.status.as_str())}</dd>
                <dt>{t!(lang, "ticket-created")}</dt><dd>{cx.date_time(ticket.created_at)}</dd>
            </dl>
            {events}
        </section>
    }
    .into_any()
}
