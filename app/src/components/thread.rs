//! The thread of a ticket: messages, notes and what else happened, as far as the actor may see it.

use fyr_domain::{
    text::is_laid_out,
    tickets::{Priority, Side, Status, TicketEventKind},
};
use fyr_i18n::{file_size, t, text_for};
use fyr_usecases::{
    store::{attachments::Attachment, ticket_events::TicketEvent},
    tickets::{TicketThread, format_reference},
};
use leptos::prelude::*;

use super::{LinkedText, article_card::lang_attribute, ticket_events::event_texts};
use crate::{
    components::{Tag, Timestamp, Tone, side_text},
    islands::LiveThread,
    use_request_context,
};

/// The status of a ticket, in the requester's terms. Agents see `AgentStatusTag`.
#[component]
pub fn StatusTag(
    /// The status.
    status: Status,
) -> impl IntoView {
    view! { <Tag tone=status_tone(status) text=text_for(use_request_context().lang, "status-", status.as_str())/> }
}

/// The mark of a ticket in which support has written what the reader has not seen. Renders nothing for others.
#[component]
pub fn UnreadTag(
    /// Whether there is something new.
    unread: bool,
) -> impl IntoView {
    let lang = use_request_context().lang;
    unread.then(|| view! { <Tag tone=Tone::Success text=t!(lang, "list-unread")/> })
}

/// The colour of a status.
pub const fn status_tone(status: Status) -> Tone {
    match status {
        Status::New | Status::Open => Tone::Info,
        Status::WaitingForRequester => Tone::Warning,
        Status::OnHold | Status::Closed => Tone::Neutral,
        Status::Solved => Tone::Success,
    }
}

/// The priority of a ticket.
#[component]
pub fn PriorityTag(
    /// The priority.
    priority: Priority,
) -> impl IntoView {
    let tone = match priority {
        Priority::P1 => Tone::Danger,
        Priority::P2 => Tone::Warning,
        Priority::P3 | Priority::P4 => Tone::Neutral,
    };
    view! { <Tag tone text=text_for(use_request_context().lang, "priority-", priority.as_str())/> }
}

/// The list of a ticket's events, oldest first.
#[component]
pub fn ThreadEvents(
    /// The ticket with its events.
    thread: TicketThread,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let items: Vec<_> = thread.event_groups().map(|group| thread_item(&thread, group)).collect();
    view! {
        <ol class="thread" id="thread" aria-label=t!(lang, "thread-label")>
            {items}
        </ol>
    }
}

/// Keeps an open page of a ticket up to date, and says so.
#[component]
pub fn LiveUpdates(
    /// The ticket as the page shows it.
    thread: TicketThread,
    /// The URL path of the page.
    page_path: String,
    /// The statuses for which the page has the right forms.
    compatible_statuses: Vec<Status>,
) -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let last_event_id = thread.events.last().map(|event| event.id.to_string()).unwrap_or_default();
    let url = format!(
        "/tickets/{}/live?after={last_event_id}&made={}",
        format_reference(&thread.ticket.reference),
        cx.now.timestamp_millis()
    );
    let statuses: Vec<_> = compatible_statuses.iter().map(|status| status.as_str()).collect();
    view! {
        <div class="live" data-url=url data-statuses=statuses.join(" ") data-connected=t!(lang, "live-on") data-news=t!(lang, "live-news")>
            <p class="live-state"></p>
            <p class="live-state" role="status"></p>
            <template>" "{t!(lang, "live-changed")}" "<a class="ds-link" href=page_path>{t!(lang, "live-reload")}</a></template>
        </div>
        <LiveThread/>
    }
}

/// The list item of a group of [`TicketThread::event_groups`], also for live updates.
pub fn thread_item(thread: &TicketThread, group: &[TicketEvent]) -> AnyView {
    match group {
        [event] if event.has_text() => {
            let reference = format_reference(&thread.ticket.reference);
            message_item(thread, event, &reference, thread.files_for(event.id).cloned().collect())
        }
        _ => events_item(thread, group),
    }
}

/// Events without a text, by the same person at the same time: a small line.
fn events_item(thread: &TicketThread, group: &[TicketEvent]) -> AnyView {
    let Some(first) = group.first() else { return ().into_any() };
    let cx = use_request_context();
    let texts: Vec<_> =
        event_texts(&cx, thread, group).into_iter().map(|text| view! { <span>{text}</span>" · " }).collect();
    view! {
        <li class="entry entry-change" id=format!("e-{}", first.id)>
            {texts}<Timestamp at=first.created_at/>
        </li>
    }
    .into_any()
}

fn message_item(
    thread: &TicketThread,
    event: &TicketEvent,
    reference: &str,
    files: Vec<Attachment>,
) -> AnyView {
    let cx = use_request_context();
    let lang = cx.lang;
    let is_note = event.kind == TicketEventKind::Note;
    let class = match (is_note, event.side) {
        (true, _) => "entry entry-note",
        (false, Side::Support) => "entry entry-support",
        (false, Side::Counsellor) => "entry entry-counsellor",
        (false, Side::Requester | Side::System) => "entry entry-requester",
    };
    let side = match (is_note, event.side) {
        (true, _) => Some(t!(lang, "entry-note").to_owned()),
        (false, Side::Requester) => None,
        (false, _) => Some(side_text(lang, &thread.ticket, event)),
    };
    let class_of_text = if is_laid_out(&event.body) {
        "ds-paragraph entry-text entry-code"
    } else {
        "ds-paragraph entry-text"
    };
    // a guest is who has the link of the requester
    let is_own = match cx.actor.user_id() {
        Some(user) => event.author_id == Some(user),
        None => event.side == Side::Requester,
    };
    let author = if is_own { t!(lang, "entry-own").to_owned() } else { event.author_name.clone() };
    // messages are in the language of the requester, notes in that of whoever works on the ticket
    let written_in = (!is_note).then(|| lang_attribute(lang, thread.ticket.lang())).flatten();
    let paragraphs: Vec<_> = paragraphs(&event.body)
        .into_iter()
        .map(|text| view! { <p class=class_of_text lang=written_in><LinkedText text/></p> })
        .collect();
    let files: Vec<_> = files.into_iter().map(|file| attachment_item(reference, file)).collect();
    view! {
        <li class=class id=format!("e-{}", event.id) tabindex="-1">
            <article>
                <header class="entry-head">
                    <span class="entry-author">{author}</span>
                    {side.map(|side| view! { <span class="entry-side">{side}</span> })}
                    <Timestamp at=event.created_at/>
                </header>
                {paragraphs}
                {(!files.is_empty()).then(|| view! { <ul class="attachments" aria-label=t!(lang, "entry-files")>{files}</ul> })}
            </article>
        </li>
    }
    .into_any()
}

/// The paragraphs of a text. One blank line parts two; what is left between them beyond that stays, as blank lines of the second.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut blank_lines = 0;
    for line in text.lines() {
        if line.trim().is_empty() {
            blank_lines += 1;
            continue;
        }
        match (paragraphs.last_mut(), std::mem::take(&mut blank_lines)) {
            (Some(last), 0) => {
                last.push('\n');
                last.push_str(line);
            }
            (Some(_), more @ 1..) => paragraphs.push("\n".repeat(more - 1) + line),
            (None, _) => paragraphs.push(line.to_owned()),
        }
    }
    paragraphs
}

fn attachment_item(reference: &str, file: Attachment) -> AnyView {
    let lang = use_request_context().lang;
    let href = format!("/tickets/{reference}/attachments/{}", file.id);
    view! {
        <li><a class="ds-link" href=href download=file.name.clone()>{file.name.clone()}</a>" "
            <span class="file-size">{file_size(lang, file.size)}</span></li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_of_a_message_stay_and_make_no_empty_paragraph() {
        for (text, expected) in [
            ("ett\ntvå\n\ntre", vec!["ett\ntvå", "tre"]),
            ("ett\n\n\n\ntvå", vec!["ett", "\n\ntvå"]),
            ("ett\n \n\t\ntvå\n\n", vec!["ett", "\ntvå"]),
            ("\n\n  ett", vec!["  ett"]),
            ("", vec![]),
        ] {
            assert_eq!(paragraphs(text), expected, "{text:?}");
        }
    }
}
