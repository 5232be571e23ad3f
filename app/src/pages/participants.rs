//! A counsellor's people and their tickets.

pub mod cases;
pub mod hand_over;
pub mod invite;
pub mod tickets;

use fyr_domain::permission::Scope;
use fyr_i18n::{date, t, text_of};
use fyr_services::{
    Error, catalogue, people, relations,
    store::{people::Participant, tickets::Show},
    tickets as services,
};
use leptos::prelude::*;
use uuid::Uuid;

use self::tickets::{Bar, told, with_bar};
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, Moment, Pagination, Tag, Tone},
    pages::tickets::list::{PER_PAGE, SHOWS},
};

/// `/participants`.
pub async fn list(cx: &Cx) -> Result<Page, Error> {
    let lang = cx.lang;
    let people = people::participants(&cx.services, &cx.actor).await?;
    let list = if people.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "people-none")}</p></div> }.into_any()
    } else {
        table(cx, people)
    };
    let body = view! {
        <Breadcrumbs here=t!(lang, "nav-participants")/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "nav-participants")}</h1>
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href="/participants/invite">{t!(lang, "people-invite")}</a>
                <a class="ds-button" data-variant="secondary" href="/participants/hand-over">{t!(lang, "hand-over-title")}</a>
            </p>
        </div>
        {told(cx)}
        <p class="ds-paragraph">{t!(lang, "people-intro")}" "<a class="ds-link" href="/participants/tickets">{t!(lang, "people-all-tickets")}</a></p>
        {list}
    };
    Ok(Page::new(t!(lang, "nav-participants"), body))
}

fn table(cx: &Cx, people: Vec<Participant>) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = people
        .into_iter()
        .map(|person| {
            let write = t!(lang, "people-write", name = person.name.as_str());
            let how_long = limits(cx, person.scope, person.until, person.stands_in_for.as_deref());
            let waiting = if person.waiting > 0 {
                view! { <Tag tone=Tone::Warning text=t!(lang, "people-waiting-count", count = person.waiting)/> }.into_any()
            } else {
                t!(lang, "people-waiting-none").into_any()
            };
            let last = match person.last_activity {
                Some(at) => view! { <Moment at/> }.into_any(),
                None => t!(lang, "people-never").into_any(),
            };
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=format!("/participants/{}", person.id)>{person.name}</a>
                        {how_long}
                    </th>
                    <td data-label=t!(lang, "people-open")>{person.open_tickets}</td>
                    <td data-label=t!(lang, "people-waiting")>{waiting}</td>
                    <td data-label=t!(lang, "people-last")>{last}</td>
                    <td>
                        {(person.scope == Scope::Act).then(|| view! {
                            <a class="ds-button" data-variant="secondary" data-size="sm" href=write_for(person.id)>{write}</a>
                        })}
                    </td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="ds-table table-cards people">
            <caption class="visually-hidden">{t!(lang, "nav-participants")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(lang, "people-name")}</th>
                    <th scope="col">{t!(lang, "people-open")}</th>
                    <th scope="col">{t!(lang, "people-waiting")}</th>
                    <th scope="col">{t!(lang, "people-last")}</th>
                    <th scope="col"><span class="visually-hidden">{t!(lang, "people-action")}</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// What is not as usual: that one only reads, stands in for someone, until when.
fn limits(
    cx: &Cx,
    scope: Scope,
    until: Option<chrono::DateTime<chrono::Utc>>,
    stands_in_for: Option<&str>,
) -> Option<AnyView> {
    let lang = cx.lang;
    let mut words = Vec::new();
    if scope == Scope::See {
        words.push(t!(lang, "relation-only-see").to_owned());
    }
    if let Some(name) = stands_in_for {
        words.push(t!(lang, "relation-stands-in", name = name));
    }
    if let Some(until) = until {
        words.push(format!("{} {}", t!(lang, "relation-until"), date(lang, cx.services.last_day(until))));
    }
    (!words.is_empty()).then(|| view! { <span class="meta">{words.join(" · ")}</span> }.into_any())
}

/// The form for a ticket on a participant's behalf.
fn write_for(participant: Uuid) -> String {
    format!("/tickets/new?participant={participant}")
}

/// `/participants/{id}?show=&page=`.
pub async fn one(cx: &Cx, id: Uuid, show: Show, mut page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let (person, scope) = people::participant(&cx.services, &cx.actor, id).await?;
    let load = async |page: i64| {
        services::of_participant(&cx.services, &cx.actor, id, show, PER_PAGE, (page - 1) * PER_PAGE).await
    };
    let (mut rows, total) = load(page).await?;
    if rows.is_empty() && total > 0 {
        page = (total + PER_PAGE - 1) / PER_PAGE;
        rows = load(page).await?.0;
    }
    let catalogue = catalogue::get(&cx.services).await?;
    let above = vec![("/participants".to_owned(), t!(lang, "nav-participants").to_owned())];
    let list = if rows.is_empty() {
        let words = if show == Show::All {
            t!(lang, "people-no-tickets", name = person.name.as_str())
        } else {
            t!(lang, "people-no-such").to_owned()
        };
        view! { <div class="empty"><p class="ds-paragraph">{words}</p></div> }.into_any()
    } else {
        let bar = Bar {
            form: FormState::new(cx.services.clock.id()),
            kept: vec![
                ("back", "person".to_owned()),
                ("participant", id.to_string()),
                ("show", tickets::word(show).to_owned()),
            ],
            acts: scope == Scope::Act,
        };
        with_bar(cx, bar, tickets::rows(cx, &catalogue, rows))
    };
    let ties = relations::between(&cx.services, &cx.actor, id).await?;
    let tie = ties.map(|tie| crate::pages::desk::people::person::tie_facts(cx, &tie));
    let body = view! {
        <Breadcrumbs above here=person.name.clone()/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{person.name.clone()}</h1>
            {(scope == Scope::Act).then(|| view! {
                <a class="ds-button" data-variant="primary" href=write_for(id)>{t!(lang, "people-write", name = person.name.as_str())}</a>
            })}
            <p><a class="ds-link" href=format!("mailto:{}", person.email)>{person.email.clone()}</a></p>
        </div>
        {told(cx)}
        {(scope == Scope::See).then(|| view! { <p class="ds-paragraph">{t!(lang, "relation-only-see-text")}</p> })}
        {tie}
        {tabs(cx, id, show)}
        <section aria-labelledby="tickets-title">
            <h2 class="ds-heading" data-size="sm" id="tickets-title">{t!(lang, "people-tickets", count = total)}</h2>
            {list}
        </section>
        <Pagination page total per_page=PER_PAGE/>
        <details class="fold">
            <summary>{t!(lang, "people-end", name = person.name.as_str())}</summary>
            <p class="ds-paragraph">{t!(lang, "people-end-text")}</p>
            <form method="post" action=format!("/participants/{id}")>
                <button class="ds-button" data-variant="secondary" data-color="danger" type="submit" name="action" value="end">
                    {t!(lang, "people-end-button")}
                </button>
            </form>
        </details>
    };
    Ok(Page::new(person.name.clone(), body))
}

/// Which of their tickets: links, so that each choice has an address.
fn tabs(cx: &Cx, id: Uuid, chosen: Show) -> AnyView {
    let lang = cx.lang;
    let links: Vec<_> = SHOWS
        .into_iter()
        .map(|(word, show)| {
            let current = (show == chosen).then_some("page");
            let words = text_of(lang, "people-show-", word);
            view! { <li><a href=format!("/participants/{id}?show={word}") aria-current=current>{words}</a></li> }
        })
        .collect();
    view! { <nav aria-label=t!(lang, "show-label")><ul class="tabs">{links}</ul></nav> }.into_any()
}
