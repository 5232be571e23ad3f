//! The thread of a ticket, as everyone who may see it reads it.

use fyr_domain::{
    Lang,
    tickets::{EntryKind, Priority, Side, Status},
};
use fyr_i18n::{size, t, text_of};
use fyr_services::{
    store::{attachments::Attachment, entries::Entry},
    tickets::{Thread, spoken},
};
use leptos::prelude::*;

use crate::{
    components::{Moment, Tag, Tone},
    islands::LiveTexts,
    use_cx,
};

/// Where a ticket stands, in the requester's words.
#[component]
pub fn StatusTag(
    /// Where.
    status: Status,
) -> impl IntoView {
    let tone = match status {
        Status::New | Status::Open => Tone::Info,
        Status::WaitingForRequester => Tone::Warning,
        Status::OnHold | Status::Closed => Tone::Neutral,
        Status::Solved => Tone::Good,
    };
    view! { <Tag tone text=text_of(use_cx().lang, "status-", status.as_str())/> }
}

/// How soon a ticket must be answered.
#[component]
pub fn PriorityTag(
    /// How soon.
    priority: Priority,
) -> impl IntoView {
    let tone = match priority {
        Priority::P1 => Tone::Danger,
        Priority::P2 => Tone::Warning,
        Priority::P3 | Priority::P4 => Tone::Neutral,
    };
    view! { <Tag tone text=text_of(use_cx().lang, "priority-", priority.as_str())/> }
}

/// The entries of a ticket, oldest first.
#[component]
pub fn ThreadEntries(
    /// The ticket with its entries.
    thread: Thread,
) -> impl IntoView {
    let lang = use_cx().lang;
    view! {
        <ol class="thread" id="thread" aria-label=t!(lang, "thread-label")>
            {entries(&thread)}
        </ol>
    }
}

/// The words of a page that changes while it is open.
pub fn live_texts(lang: Lang) -> LiveTexts {
    LiveTexts {
        news: t!(lang, "live-news").to_owned(),
        on: t!(lang, "live-on").to_owned(),
        changed: t!(lang, "live-changed").to_owned(),
        reload: t!(lang, "live-reload").to_owned(),
    }
}

/// The entries alone: also what a live page is sent.
pub fn entries(thread: &Thread) -> Vec<AnyView> {
    let reference = spoken(&thread.ticket.reference);
    thread
        .entries
        .iter()
        .map(|entry| match entry.kind {
            EntryKind::Change => change(entry),
            EntryKind::Message | EntryKind::Note => {
                message(entry, &reference, thread.files_of(entry.id).cloned().collect())
            }
        })
        .collect()
}

/// That the status changed, in the words of whoever reads it: support has other words than requesters.
fn change(entry: &Entry) -> AnyView {
    let cx = use_cx();
    let lang = cx.lang;
    let words = if cx.actor.works_tickets() { "desk-status-" } else { "status-" };
    let status = entry.became().map(|status| text_of(lang, words, status.as_str())).unwrap_or_default();
    view! {
        <li class="entry entry-change" id=format!("e-{}", entry.id)>
            <span>{t!(lang, "entry-change", name = entry.author_name.as_str(), status = status)}</span>" · "
            <Moment at=entry.created_at/>
        </li>
    }
    .into_any()
}

fn message(entry: &Entry, reference: &str, files: Vec<Attachment>) -> AnyView {
    let lang = use_cx().lang;
    let note = entry.kind == EntryKind::Note;
    let class = match (note, entry.side) {
        (true, _) => "entry entry-note",
        (false, Side::Support) => "entry entry-support",
        (false, Side::Counsellor) => "entry entry-counsellor",
        (false, Side::Requester | Side::System) => "entry entry-requester",
    };
    let side =
        if note { t!(lang, "entry-note").to_owned() } else { text_of(lang, "side-", entry.side.as_str()) };
    let paragraphs: Vec<_> = entry
        .body
        .split("\n\n")
        .map(|text| view! { <p class="ds-paragraph entry-text">{text.to_owned()}</p> })
        .collect();
    let files: Vec<_> = files.into_iter().map(|file| attachment(reference, file)).collect();
    view! {
        <li class=class id=format!("e-{}", entry.id)>
            <article>
                <header class="entry-head">
                    <span class="entry-author">{entry.author_name.clone()}</span>
                    <span class="entry-side">{side}</span>
                    <Moment at=entry.created_at/>
                </header>
                {paragraphs}
                {(!files.is_empty()).then(|| view! { <ul class="attachments" aria-label=t!(lang, "entry-files")>{files}</ul> })}
            </article>
        </li>
    }
    .into_any()
}

fn attachment(reference: &str, file: Attachment) -> AnyView {
    let lang = use_cx().lang;
    let href = format!("/tickets/{reference}/attachments/{}", file.id);
    view! {
        <li><a class="ds-link" href=href download=file.name.clone()>{file.name.clone()}</a>" "
            <span class="file-size">{size(lang, file.size)}</span></li>
    }
    .into_any()
}
