//! A counsellor's people and their tickets.

use fyr_domain::permission::Scope;
use fyr_i18n::{t, text_of};
use fyr_services::{
    Error,
    catalogue::{self, Catalogue},
    people,
    store::{
        people::Participant,
        tickets::{Listed, Show},
    },
    tickets::{self, spoken},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    Cx, Page,
    components::{Breadcrumbs, Moment, Pagination, Tag, Tone},
    pages::{
        desk::WorkStatus,
        tickets::list::{PER_PAGE, SHOWS},
    },
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
        <h1 class="ds-heading" data-size="lg">{t!(lang, "nav-participants")}</h1>
        <p class="ds-paragraph">{t!(lang, "people-intro")}</p>
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
                    </th>
                    <td data-label=t!(lang, "people-open")>{person.open_tickets}</td>
                    <td data-label=t!(lang, "people-waiting")>{waiting}</td>
                    <td data-label=t!(lang, "people-last")>{last}</td>
                    <td>
                        <a class="ds-button" data-variant="secondary" data-size="sm" href=write_for(person.id)>{write}</a>
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

/// The form for a ticket on a participant's behalf.
fn write_for(participant: Uuid) -> String {
    format!("/tickets/new?participant={participant}")
}

/// `/participants/{id}?show=&page=`.
pub async fn one(cx: &Cx, id: Uuid, show: Show, mut page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let (person, scope) = people::participant(&cx.services, &cx.actor, id).await?;
    let load = async |page: i64| {
        tickets::of_participant(&cx.services, &cx.actor, id, show, PER_PAGE, (page - 1) * PER_PAGE).await
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
        tickets_of(cx, &catalogue, rows)
    };
    let body = view! {
        <Breadcrumbs above here=person.name.clone()/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{person.name.clone()}</h1>
            {(scope == Scope::Act).then(|| view! {
                <a class="ds-button" data-variant="primary" href=write_for(id)>{t!(lang, "people-write", name = person.name.as_str())}</a>
            })}
            <p><a class="ds-link" href=format!("mailto:{}", person.email)>{person.email.clone()}</a></p>
        </div>
        {tabs(cx, id, show)}
        <section aria-labelledby="tickets-title">
            <h2 class="ds-heading" data-size="sm" id="tickets-title">{t!(lang, "people-tickets", count = total)}</h2>
            {list}
        </section>
        <Pagination page total per_page=PER_PAGE/>
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

fn tickets_of(cx: &Cx, catalogue: &Catalogue, rows: Vec<Listed>) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let reference = spoken(&row.reference);
            let topic = catalogue.topic_title(&row.topic, lang).to_owned();
            let promise = row.respond_by.filter(|by| !row.status.is_done() && *by > cx.now);
            let promise = promise.map(|by| view! { " · "{t!(lang, "desk-promise", when = cx.when(by))} });
            view! {
                <li class="ticket-row">
                    <div>
                        <h3 class="ds-heading"><a class="ds-link" href=format!("/tickets/{reference}")>{row.subject}</a></h3>
                        <p class="meta">
                            <span class="reference">{reference.clone()}</span>" · "{topic}" · "
                            {t!(lang, "people-last")}" "<Moment at=row.updated_at/>{promise}
                        </p>
                    </div>
                    <p><WorkStatus status=row.status/></p>
                </li>
            }
        })
        .collect();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
