//! HTML that islands put into an open page, rendered by the components of pages.

use fyr_domain::{
    fields::FieldErrors,
    live::{ThreadEventView, TicketStateView},
};
use fyr_i18n::{problem_text, t, text_for};
use fyr_usecases::{
    search::SearchHit,
    status::Incident,
    store::{attachments::Attachment, ticket_events::TicketEvent},
    tickets::TicketThread,
};
use leptos::prelude::*;
use serde::Serialize;

use crate::{
    RequestContext,
    components::{
        SearchOptions, SubjectHelp, UploadProblem, UploadedFiles, next_step, status_tone, thread_item,
    },
    render::render_fragment,
};

/// Articles that were found for a text while it was typed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SuggestionsView {
    /// The articles; empty where there are none.
    pub html: String,
    /// What is announced.
    pub status: String,
}

impl SuggestionsView {
    /// The options of the list below the search field.
    pub fn for_search(cx: &RequestContext, query: &str, hits: Vec<SearchHit>) -> Self {
        let status = t!(cx.lang, "search-suggestion-count", count = hits.len());
        if hits.is_empty() {
            return Self { html: String::new(), status };
        }
        let query = query.trim().to_owned();
        let html = render_fragment(cx, || view! { <SearchOptions query hits/> }.into_any());
        Self { html, status }
    }

    /// What is shown below the subject of a new ticket, where assistive technology reads it by itself.
    pub fn for_ticket(cx: &RequestContext, hits: Vec<SearchHit>, incidents: Vec<Incident>) -> Self {
        if hits.is_empty() && incidents.is_empty() {
            return Self::default();
        }
        let html = render_fragment(cx, || view! { <SubjectHelp hits incidents/> }.into_any());
        Self { html, status: String::new() }
    }
}

/// What became of an upload.
#[derive(Clone, Debug, Serialize)]
pub struct UploadView {
    /// List items of all files that were uploaded for the form; empty where there are none.
    pub files: String,
    /// Why files were rejected; empty where none was.
    pub problems: String,
}

impl UploadView {
    /// The files of a form, and the errors of those that were sent last.
    pub fn new(cx: &RequestContext, files: Vec<Attachment>, errors: &FieldErrors) -> Self {
        let problems: Vec<_> =
            errors.0.iter().map(|(field, problem)| problem_text(cx.lang, field, problem)).collect();
        let list = |problem| view! { <UploadProblem problem/> };
        Self {
            files: render_fragment(cx, || view! { <UploadedFiles files/> }.into_any()),
            problems: render_fragment(cx, || problems.into_iter().map(list).collect_view().into_any()),
        }
    }
}

/// The events of a ticket for a live update of an open page.
pub fn thread_event_views(cx: &RequestContext, thread: &TicketThread) -> Vec<ThreadEventView> {
    let view = |group: &[TicketEvent]| {
        let html = render_fragment(cx, || thread_item(thread, group));
        group.last().map(|last| ThreadEventView { id: last.id, html })
    };
    thread.event_groups().filter_map(view).collect()
}

/// The state of a ticket for a live update of an open page.
pub fn ticket_state_view(cx: &RequestContext, thread: &TicketThread) -> TicketStateView {
    let status = thread.ticket.status;
    TicketStateView {
        status,
        label: text_for(cx.lang, "status-", status.as_str()),
        color: status_tone(status).color().to_owned(),
        next_step: next_step(cx, thread),
    }
}
