//! The signed-in person's tickets.

use fyr_i18n::{t, text_of};
use fyr_services::{
    Error, accounts, catalogue,
    store::tickets::{Listed, Show},
    tickets::{self, spoken},
};
use leptos::prelude::*;

use crate::{
    Cx, Page,
    components::{Breadcrumbs, Moment, Pagination, StatusTag},
    pages::account::Unclaimed,
};

/// Tickets on a page.
pub const PER_PAGE: i64 = 20;

/// Each choice of the filter, as in the address.
pub const SHOWS: [(&str, Show); 4] =
    [("all", Show::All), ("waiting", Show::Waiting), ("open", Show::Open), ("done", Show::Done)];

/// `/tickets?show=&page=`.
pub async fn show(cx: &Cx, show: Show, page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let (rows, total) = tickets::mine(&cx.services, &cx.actor, show, PER_PAGE, (page - 1) * PER_PAGE).await?;
    let unclaimed = accounts::claimable(&cx.services, &cx.actor).await?;
    let body = view! {
        <Breadcrumbs here=t!(lang, "nav-tickets")/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "nav-tickets")}</h1>
            <a class="ds-button" data-variant="primary" href="/tickets/new">{t!(lang, "list-new")}</a>
        </div>
        <Unclaimed tickets=unclaimed/>
        {of_tabs(cx, "").await?}
        <ShowFilter path="/tickets".to_owned() chosen=show/>
        {tickets_list(cx, rows).await?}
        <Pagination page total per_page=PER_PAGE/>
    };
    Ok(Page::new(t!(lang, "nav-tickets"), body))
}

/// `/tickets?of=colleagues&show=&page=`: what colleagues share, to be read.
pub async fn of_colleagues(cx: &Cx, show: Show, page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let (rows, total) =
        tickets::of_colleagues(&cx.services, &cx.actor, show, PER_PAGE, (page - 1) * PER_PAGE).await?;
    let body = view! {
        <Breadcrumbs here=t!(lang, "colleagues-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "colleagues-title")}</h1>
        <p class="ds-paragraph">{t!(lang, "colleagues-text")}</p>
        {of_tabs(cx, "colleagues").await?}
        <ShowFilter path="/tickets?of=colleagues".to_owned() chosen=show/>
        {named_list(cx, rows).await?}
        <Pagination page total per_page=PER_PAGE/>
    };
    Ok(Page::new(t!(lang, "colleagues-title"), body))
}

/// Mine and my colleagues': only where an organisation of one's own shares anything, or the page is about that.
async fn of_tabs(cx: &Cx, here: &str) -> Result<Option<AnyView>, Error> {
    let lang = cx.lang;
    let shares = !cx.actor.memberships().is_empty() && {
        let (_, any) = tickets::of_colleagues(&cx.services, &cx.actor, Show::All, 1, 0).await?;
        any > 0
    };
    let links = [
        ("", "/tickets", t!(lang, "colleagues-mine")),
        ("colleagues", "/tickets?of=colleagues", t!(lang, "colleagues-title")),
    ];
    Ok((shares || !here.is_empty()).then(|| {
        let items: Vec<_> = links
            .into_iter()
            .map(|(of, href, words)| {
                view! { <li><a class="ds-link" href=href aria-current=(of == here).then_some("true")>{words}</a></li> }
            })
            .collect();
        view! { <nav aria-label=t!(lang, "colleagues-whose")><ul class="tabs">{items}</ul></nav> }.into_any()
    }))
}

/// The filter above a list of tickets: links, so that each choice has an address.
#[component]
pub fn ShowFilter(
    /// The page's path.
    path: String,
    /// What is shown now.
    chosen: Show,
) -> impl IntoView {
    let lang = crate::use_cx().lang;
    let links: Vec<_> = SHOWS
        .into_iter()
        .map(|(word, show)| {
            let current = (show == chosen).then_some("true");
            let mark = if path.contains('?') { '&' } else { '?' };
            view! { <li><a class="ds-link" href=format!("{path}{mark}show={word}") aria-current=current>{text_of(lang, "show-", word)}</a></li> }
        })
        .collect();
    view! { <nav aria-label=t!(lang, "show-label")><ul class="tabs">{links}</ul></nav> }
}

/// Tickets as a list of cards; a kind sentence where there are none.
///
/// # Errors
/// Where the catalogue cannot be read.
pub async fn tickets_list(cx: &Cx, rows: Vec<Listed>) -> Result<AnyView, Error> {
    cards(cx, rows, Names::Left).await
}

/// The same with whose each is.
async fn named_list(cx: &Cx, rows: Vec<Listed>) -> Result<AnyView, Error> {
    cards(cx, rows, Names::Said).await
}

/// Whether a card says whose ticket it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Left,
    Said,
}

async fn cards(cx: &Cx, rows: Vec<Listed>, names: Names) -> Result<AnyView, Error> {
    let lang = cx.lang;
    let catalogue = catalogue::get(&cx.services).await?;
    if rows.is_empty() {
        return Ok(view! { <p class="ds-paragraph empty">{t!(lang, "list-empty")}</p> }.into_any());
    }
    let items: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let reference = spoken(&row.reference);
            let promise = row
                .respond_by
                .filter(|_| !row.status.is_done())
                .map(|by| view! { <span>{t!(lang, "list-promise", when = cx.when(by))}</span> });
            view! {
                <li class="ds-card ticket-card">
                    <h2 class="ds-heading" data-size="2xs"><a class="ds-link" href=format!("/tickets/{reference}")>{row.subject}</a></h2>
                    <p class="ticket-meta">
                        <StatusTag status=row.status/>
                        {(names == Names::Said).then(|| view! { <span>{row.requester_name.clone()}</span> })}
                        <span>{reference}</span>
                        <span>{catalogue.topic_title(&row.topic, lang).to_owned()}</span>
                        <span>{t!(lang, "list-updated")}" "<Moment at=row.updated_at/></span>
                        {promise}
                    </p>
                </li>
            }
        })
        .collect();
    Ok(view! { <ul class="card-list">{items}</ul> }.into_any())
}
