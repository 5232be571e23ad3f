//! Cases of a counsellor's people as one document: complete without the portal, made to be printed.

use fyr_domain::tickets::EntryKind;
use fyr_i18n::{t, text_of};
use fyr_services::{
    relations::Cases,
    tickets::{Thread, spoken},
};
use leptos::prelude::*;

use crate::Cx;

const STYLE: &str = "
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: #14202a; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; padding-top: 1rem; border-top: 2px solid #14202a; }
dl { display: grid; grid-template-columns: 10rem 1fr; gap: .25rem 1rem; } dt { color: #4a5a66; } dd { margin: 0; }
article { margin: 1rem 0; padding: .75rem 1rem; border: 1px solid #9fb0ba; border-radius: .4rem; break-inside: avoid; }
article p { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; } .who { color: #4a5a66; font-size: .9rem; }
@media print { body { margin: 0; max-width: none; } section { break-before: page; } section:first-of-type { break-before: auto; } }
";

/// The document.
pub fn document(cx: &Cx, cases: &Cases) -> AnyView {
    let lang = cx.lang;
    let title = t!(lang, "cases-title");
    let by = cx.actor.user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
    let made = t!(lang, "cases-made", by = by, when = cx.moment(cx.now), count = cases.threads.len());
    let threads: Vec<_> = cases.threads.iter().map(|thread| one(cx, thread)).collect();
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
                <p>{made}</p>
                {threads}
            </body>
        </html>
    }
    .into_any()
}

fn one(cx: &Cx, thread: &Thread) -> AnyView {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    let entries: Vec<_> = thread
        .entries
        .iter()
        .map(|entry| {
            let at = cx.moment(entry.created_at);
            if entry.kind == EntryKind::Change {
                let status =
                    entry.became().map(|to| text_of(lang, "status-", to.as_str())).unwrap_or_default();
                let words = t!(lang, "entry-change", name = entry.author_name.as_str(), status = status);
                return view! { <p class="who">{words}" · "{at}</p> }.into_any();
            }
            let files: Vec<String> = thread.files_of(entry.id).map(|file| file.name.clone()).collect();
            let files =
                (!files.is_empty()).then(|| format!("{}: {}", t!(lang, "entry-files"), files.join(", ")));
            let side = text_of(lang, "side-", entry.side.as_str());
            view! {
                <article>
                    <div class="who">{entry.author_name.clone()}" ("{side}") · "{at}</div>
                    <p>{entry.body.clone()}</p>
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
                <dt>{t!(lang, "ticket-reference")}</dt><dd>{spoken(&ticket.reference)}</dd>
                <dt>{t!(lang, "ticket-requester")}</dt><dd>{ticket.requester_name.clone()}</dd>
                {ticket.filed_by_name.clone().map(|by| view! { <dt>{t!(lang, "ticket-filed-by")}</dt><dd>{by}</dd> })}
                <dt>{t!(lang, "ticket-status")}</dt><dd>{text_of(lang, "status-", ticket.status.as_str())}</dd>
                <dt>{t!(lang, "ticket-created")}</dt><dd>{cx.moment(ticket.created_at)}</dd>
            </dl>
            {entries}
        </section>
    }
    .into_any()
}
