//! The lists of the person's own tickets and of those that colleagues share.

use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error, accounts, classification,
    store::tickets::{TicketStatusFilter, TicketSummary},
    tickets::{self, format_reference},
};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, Pagination, StatusTag, Timestamp, UnreadTag, lang_attribute},
    pages::account::UnclaimedTickets,
};

/// The number of tickets on a page.
pub const PER_PAGE: i64 = 20;

/// Each status filter with its word in URLs, in the order of the tabs.
pub const STATUS_FILTERS: [(&str, TicketStatusFilter); 4] = [
    ("all", TicketStatusFilter::All),
    ("waiting", TicketStatusFilter::Waiting),
    ("open", TicketStatusFilter::Open),
    ("done", TicketStatusFilter::Done),
];

/// `/tickets?show=&page=`.
pub async fn show(cx: &RequestContext, filter: TicketStatusFilter, page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let (rows, total) =
        tickets::list_own(&cx.backend, &cx.actor, filter, PER_PAGE, (page - 1) * PER_PAGE).await?;
    let unclaimed = accounts::list_claimable_tickets(&cx.backend, &cx.actor).await?;
    let list = if rows.is_empty() { no_tickets(cx, filter) } else { ticket_list(cx, rows).await? };
    let body = view! {
        <Breadcrumbs current=t!(lang, "nav-tickets")/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "nav-tickets")}</h1>
            <a class="ds-button" data-variant="primary" href="/tickets/new">{t!(lang, "list-new")}</a>
        </div>
        <UnclaimedTickets tickets=unclaimed/>
        {owner_tabs(cx, "").await?}
        <StatusFilterTabs path="/tickets".to_owned() chosen=filter/>
        {list}
        <Pagination page total per_page=PER_PAGE/>
    };
    Ok(Page::new(t!(lang, "nav-tickets"), body))
}

/// Nothing to show: what to do where there is no ticket at all, otherwise that none is like this.
fn no_tickets(cx: &RequestContext, filter: TicketStatusFilter) -> AnyView {
    let lang = cx.lang;
    let text = match filter {
        TicketStatusFilter::All => t!(lang, "list-empty-own"),
        TicketStatusFilter::Waiting | TicketStatusFilter::Open | TicketStatusFilter::Done => {
            t!(lang, "people-no-such")
        }
    };
    view! { <p class="ds-paragraph empty">{text}</p> }.into_any()
}

/// `/tickets?of=colleagues&show=&page=`: tickets that colleagues share, read-only.
pub async fn show_shared(cx: &RequestContext, filter: TicketStatusFilter, page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let (rows, total) =
        tickets::list_by_colleagues(&cx.backend, &cx.actor, filter, PER_PAGE, (page - 1) * PER_PAGE).await?;
    let body = view! {
        <Breadcrumbs current=t!(lang, "colleagues-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "colleagues-title")}</h1>
        <p class="ds-paragraph">{t!(lang, "colleagues-text")}</p>
        {owner_tabs(cx, "colleagues").await?}
        <StatusFilterTabs path="/tickets?of=colleagues".to_owned() chosen=filter/>
        {shared_ticket_list(cx, rows).await?}
        <Pagination page total per_page=PER_PAGE/>
    };
    Ok(Page::new(t!(lang, "colleagues-title"), body))
}

/// Links to the own and to shared tickets. `None` if nothing is shared, unless the current page is that of shared tickets.
async fn owner_tabs(cx: &RequestContext, current: &str) -> Result<Option<AnyView>, Error> {
    let lang = cx.lang;
    let has_shared = !cx.actor.memberships().is_empty() && {
        let (_, total) =
            tickets::list_by_colleagues(&cx.backend, &cx.actor, TicketStatusFilter::All, 1, 0).await?;
        total > 0
    };
    let links = [
        ("", "/tickets", t!(lang, "colleagues-mine")),
        ("colleagues", "/tickets?of=colleagues", t!(lang, "colleagues-title")),
    ];
    Ok((has_shared || !current.is_empty()).then(|| {
        let items: Vec<_> = links
            .into_iter()
            .map(|(owner, href, label)| {
                view! { <li><a class="ds-link" href=href aria-current=(owner == current).then_some("true")>{label}</a></li> }
            })
            .collect();
        view! { <nav aria-label=t!(lang, "colleagues-whose")><ul class="tabs">{items}</ul></nav> }.into_any()
    }))
}

/// Links to the same page with each status filter.
#[component]
pub fn StatusFilterTabs(
    /// The URL path of the page; may have a query.
    path: String,
    /// The current filter.
    chosen: TicketStatusFilter,
) -> impl IntoView {
    let lang = crate::use_request_context().lang;
    let links: Vec<_> = STATUS_FILTERS
        .into_iter()
        .map(|(word, filter)| {
            let current = (filter == chosen).then_some("true");
            let separator = if path.contains('?') { '&' } else { '?' };
            view! { <li><a class="ds-link" href=format!("{path}{separator}show={word}") aria-current=current>{text_for(lang, "show-", word)}</a></li> }
        })
        .collect();
    view! { <nav aria-label=t!(lang, "show-label")><ul class="tabs">{links}</ul></nav> }
}

/// Tickets as a list of cards; a sentence if there are none.
///
/// # Errors
/// If the topics cannot be read.
pub async fn ticket_list(cx: &RequestContext, rows: Vec<TicketSummary>) -> Result<AnyView, Error> {
    ticket_cards(cx, rows, RequesterName::Hidden).await
}

/// As [`ticket_list`], with the names of the requesters.
async fn shared_ticket_list(cx: &RequestContext, rows: Vec<TicketSummary>) -> Result<AnyView, Error> {
    ticket_cards(cx, rows, RequesterName::Shown).await
}

/// Whether cards show the name of the requester.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RequesterName {
    Hidden,
    Shown,
}

async fn ticket_cards(
    cx: &RequestContext,
    rows: Vec<TicketSummary>,
    requester_name: RequesterName,
) -> Result<AnyView, Error> {
    let lang = cx.lang;
    let classification = classification::get(&cx.backend).await?;
    if rows.is_empty() {
        return Ok(view! { <p class="ds-paragraph empty">{t!(lang, "list-empty")}</p> }.into_any());
    }
    let items: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let reference = format_reference(&row.reference);
            let respond_by = row
                .respond_by
                .filter(|_| !row.status.is_done())
                .map(|by| view! { <span>{t!(lang, "list-promise", when = cx.relative_time(by))}</span> });
            view! {
                <li class="ds-card ticket-card">
                    <h2 class="ds-heading" data-size="2xs"><a class="ds-link" href=format!("/tickets/{reference}") lang=lang_attribute(lang, row.lang())>{row.subject.clone()}</a></h2>
                    <p class="ticket-meta">
                        <UnreadTag unread=row.unread/>
                        <StatusTag status=row.status/>
                        {(requester_name == RequesterName::Shown).then(|| view! { <span>{row.requester_name.clone()}</span> })}
                        <span>{reference}</span>
                        <span>{classification.topic_title(&row.topic, lang).to_owned()}</span>
                        <span>{t!(lang, "list-updated")}" "<Timestamp at=row.updated_at/></span>
                        {respond_by}
                    </p>
                </li>
            }
        })
        .collect();
    Ok(view! { <ul class="card-list">{items}</ul> }.into_any())
}
