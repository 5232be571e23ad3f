//! The tickets of all of a counsellor's people, and what is done with several of them at once.

use fyr_i18n::{t, text_of};
use fyr_services::{
    Error,
    catalogue::{self, Catalogue},
    people,
    relations::{self, Wanted},
    store::tickets::{Listed, Show},
    tickets::spoken,
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, FormKey, Moment, Pagination, SelectField, TextArea},
    pages::{
        desk::WorkStatus,
        tickets::list::{PER_PAGE, SHOWS},
    },
};

/// `/participants/tickets?show=&participant=&q=&page=`.
pub async fn show(cx: &Cx, wanted: Wanted, mut page: i64, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let load = async |page: i64| {
        relations::tickets(&cx.services, &cx.actor, &wanted, PER_PAGE, (page - 1) * PER_PAGE).await
    };
    let (mut list, total) = load(page).await?;
    if list.is_empty() && total > 0 {
        page = (total + PER_PAGE - 1) / PER_PAGE;
        list = load(page).await?.0;
    }
    let catalogue = catalogue::get(&cx.services).await?;
    let people = people::participants(&cx.services, &cx.actor).await?;
    let choices = people.into_iter().map(|person| (person.id.to_string(), person.name)).collect();
    let list = if list.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "people-no-such")}</p></div> }.into_any()
    } else {
        let bar = Bar { form, kept: kept(&wanted, page), acts: true };
        with_bar(cx, bar, rows(cx, &catalogue, list))
    };
    let above = vec![("/participants".to_owned(), t!(lang, "nav-participants").to_owned())];
    let body = view! {
        <Breadcrumbs above here=t!(lang, "bulk-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "bulk-title")}</h1>
        {told(cx)}
        {filters(cx, &wanted, choices)}
        <section aria-labelledby="tickets-title">
            <h2 class="ds-heading" data-size="sm" id="tickets-title">{t!(lang, "people-tickets", count = total)}</h2>
            {list}
        </section>
        <Pagination page total per_page=PER_PAGE/>
    };
    Ok(Page::new(t!(lang, "bulk-title"), body))
}

fn filters(cx: &Cx, wanted: &Wanted, people: Vec<(String, String)>) -> AnyView {
    let lang = cx.lang;
    let word = word(wanted.show);
    let form = FormState::new(Uuid::nil())
        .with("show", word)
        .with("participant", wanted.participant.map_or_else(|| "any".to_owned(), |id| id.to_string()));
    let shows =
        SHOWS.iter().map(|(word, _)| ((*word).to_owned(), text_of(lang, "people-show-", word))).collect();
    let mut choices = vec![("any".to_owned(), t!(lang, "bulk-everyone").to_owned())];
    choices.extend(people);
    view! {
        <form method="get" action="/participants/tickets" class="filters" role="search" aria-label=t!(lang, "bulk-filter")>
            <div class="ds-field">
                <label class="ds-label" data-weight="medium" for="q">{t!(lang, "desk-search")}</label>
                <input class="ds-input" id="q" name="q" r#type="search" maxlength="100" value=wanted.text.clone()/>
            </div>
            <SelectField form=form.clone() name="participant" label=t!(lang, "bulk-person") choices/>
            <SelectField form=form name="show" label=t!(lang, "desk-state") choices=shows/>
            <p class="actions">
                <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "show")}</button>
                <a class="ds-link" href="/participants/tickets">{t!(lang, "desk-clear")}</a>
            </p>
        </form>
    }
    .into_any()
}

/// A state by its word in addresses.
pub fn word(show: Show) -> &'static str {
    SHOWS.iter().find(|(_, known)| *known == show).map_or("all", |(word, _)| word)
}

/// What a list was asked for, as its address says it.
pub fn kept(wanted: &Wanted, page: i64) -> Vec<(&'static str, String)> {
    let mut kept = vec![("show", word(wanted.show).to_owned()), ("page", page.to_string())];
    kept.extend(wanted.participant.map(|id| ("participant", id.to_string())));
    kept.extend(wanted.text.clone().map(|text| ("q", text)));
    kept
}

/// The form around a list of tickets.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What was typed into it.
    pub form: FormState,
    /// What the list was asked for: sent along, so that the same is done with and shown.
    pub kept: Vec<(&'static str, String)>,
    /// Whether the counsellor may do more than read and take out.
    pub acts: bool,
}

/// A list of tickets with what can be done with those that are ticked.
pub fn with_bar(cx: &Cx, bar: Bar, rows: AnyView) -> AnyView {
    let lang = cx.lang;
    let Bar { form, kept, acts } = bar;
    let kept: Vec<_> = kept
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    view! {
        <form method="post" action="/participants/tickets" class="stack">
            <FormKey form=form.clone()/>
            {kept}
            {rows}
            <ErrorSummary form=form.clone()/>
            <details class="ds-card fold bulk" open=!form.errors.is_empty()>
                <summary>{t!(lang, "bulk-do")}</summary>
                {acts.then(|| view! {
                    <div class="stack">
                        <TextArea form=form.clone() name="body" rows=4 optional=true label=t!(lang, "bulk-body") hint=t!(lang, "bulk-body-hint")/>
                        <p class="actions">
                            <button class="ds-button" data-variant="primary" type="submit" name="action" value="reply">{t!(lang, "bulk-reply")}</button>
                            <button class="ds-button" data-variant="secondary" type="submit" name="action" value="close">{t!(lang, "bulk-close")}</button>
                        </p>
                    </div>
                })}
                <p class="ds-paragraph">{t!(lang, "bulk-export-text")}</p>
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit" name="action" value="csv">{t!(lang, "bulk-csv")}</button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="action" value="html">{t!(lang, "bulk-html")}</button>
                </p>
            </details>
        </form>
    }
    .into_any()
}

/// Tickets in rows, each with a box to tick.
pub fn rows(cx: &Cx, catalogue: &Catalogue, rows: Vec<Listed>) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let reference = spoken(&row.reference);
            let topic = catalogue.topic_title(&row.topic, lang).to_owned();
            let promise = row.respond_by.filter(|by| !row.status.is_done() && *by > cx.now);
            let promise = promise.map(|by| view! { " · "{t!(lang, "desk-promise", when = cx.when(by))} });
            let label = t!(lang, "bulk-tick", subject = row.subject.as_str());
            view! {
                <li class="ticket-row">
                    <input class="ds-input" type="checkbox" name="ticket" value=reference.clone() aria-label=label/>
                    <div>
                        <h3 class="ds-heading"><a class="ds-link" href=format!("/tickets/{reference}")>{row.subject}</a></h3>
                        <p class="meta">
                            <span class="reference">{reference.clone()}</span>" · "{row.requester_name}" · "{topic}" · "
                            {t!(lang, "people-last")}" "<Moment at=row.updated_at/>{promise}
                        </p>
                    </div>
                    <p><WorkStatus status=row.status/></p>
                </li>
            }
        })
        .collect();
    view! { <ul class="rows tickable">{rows}</ul> }.into_any()
}

/// What was just done, as the address tells it: `?done=closed&count=2&left=1`.
pub fn told(cx: &Cx) -> Option<AnyView> {
    let lang = cx.lang;
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let number =
        |name: &str| value(name).and_then(|number| number.parse::<i64>().ok()).unwrap_or(0).clamp(0, 100_000);
    let (count, left) = (number("count"), number("left"));
    let words = match value("done")? {
        "closed" => t!(lang, "bulk-closed", count = count),
        "replied" => t!(lang, "bulk-replied", count = count),
        "handed" => t!(lang, "hand-over-done", count = count),
        "ended" => t!(lang, "people-done-ended").to_owned(),
        _ => return None,
    };
    let rest = (left > 0).then(|| match value("done") {
        Some("handed") => t!(lang, "hand-over-left", count = left),
        _ => t!(lang, "bulk-left", count = left),
    });
    let color = if count == 0 && left > 0 { "warning" } else { "success" };
    Some(view! { <p class="ds-alert" data-color=color role="status">{words}" "{rest}</p> }.into_any())
}
