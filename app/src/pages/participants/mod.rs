//! A counsellor's participants: the list, and one participant with their tickets.

pub mod cases;
pub mod hand_over;
pub mod invite;
pub mod tickets;

use fyr_domain::permission::Scope;
use fyr_i18n::{date, t, text_for};
use fyr_usecases::{
    Error, classification, people,
    relations::{self, Relation},
    store::{people::Participant, tickets::TicketStatusFilter},
    tickets as ticket_usecases,
};
use leptos::prelude::*;
use uuid::Uuid;

use self::tickets::{BulkActionForm, bulk_action_form};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, Pagination, Tag, Timestamp, Tone, mailto},
    pages::tickets::list::{PER_PAGE, STATUS_FILTERS},
    query::list_title,
};

/// `/participants`.
pub async fn list(cx: &RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let mut participants = people::list_participants(&cx.backend, &cx.actor).await?;
    let has_some = !participants.is_empty();
    let text = search_text(cx);
    let wanted = text.to_lowercase();
    participants
        .retain(|person| person.name.to_lowercase().contains(&wanted) || person.email.contains(&wanted));
    sort_by_need(&mut participants);
    let found = t!(lang, "people-count", count = participants.len());
    let title = list_title(cx, &found, t!(lang, "nav-participants"));
    let list = if has_some && participants.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "people-nobody")}</p></div> }.into_any()
    } else if participants.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "people-none")}</p></div> }.into_any()
    } else {
        table(cx, participants, &relations::list_stand_ins(&cx.backend, &cx.actor).await?)
    };
    let body = view! {
        <Breadcrumbs current=t!(lang, "nav-participants")/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "nav-participants")}</h1>
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href="/participants/invite">{t!(lang, "people-invite")}</a>
                <a class="ds-button" data-variant="secondary" href="/participants/hand-over">{t!(lang, "hand-over-title")}</a>
            </p>
        </div>
        <p class="ds-paragraph">{t!(lang, "people-intro")}" "<a class="ds-link" href="/participants/tickets">{t!(lang, "people-all-tickets")}</a></p>
        {has_some.then(|| view! {
            <form method="get" action="/participants" class="filters" role="search" aria-label=t!(lang, "people-find")>
                <div class="ds-field">
                    <label class="ds-label" data-weight="medium" for="q">{t!(lang, "people-find")}</label>
                    <input class="ds-input" id="q" name="q" r#type="search" maxlength="100" value=text/>
                </div>
                <p class="actions"><button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "show")}</button></p>
            </form>
        })}
        {list}
    };
    Ok(Page::new(title, body))
}

/// The name or address that is searched for: `?q=`, at most 100 characters.
fn search_text(cx: &RequestContext) -> String {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let text = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "q");
    text.map(|(_, value)| value.trim().chars().take(100).collect()).unwrap_or_default()
}

/// Those whom something waits for come first, then those with open tickets; among them by name, numbers by their value.
fn sort_by_need(participants: &mut [Participant]) {
    participants.sort_by_cached_key(|person| {
        (person.waiting == 0, person.open_tickets == 0, natural_key(&person.name))
    });
}

/// A key under which "Deltagare 2" comes before "Deltagare 10": the text in lower case, with digits padded.
fn natural_key(name: &str) -> String {
    let mut key = String::new();
    let mut number = String::new();
    for c in name.to_lowercase().chars().chain([' ']) {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        if !number.is_empty() {
            key.extend(std::iter::repeat_n('0', 20_usize.saturating_sub(number.len())));
            key.push_str(&number);
            number.clear();
        }
        key.push(c);
    }
    key
}

fn table(cx: &RequestContext, participants: Vec<Participant>, stand_ins: &[Relation]) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = participants
        .into_iter()
        .map(|person| {
            let write = t!(lang, "people-write", name = person.name.as_str());
            let limits = relation_limits(cx, person.scope, person.until, person.stands_in_for.as_deref());
            let stand_ins: Vec<_> = stand_ins
                .iter()
                .filter(|relation| relation.participant_id == person.id)
                .map(|relation| view! { <span class="meta stand-in">{stand_in_text(cx, relation)}</span> })
                .collect();
            let waiting = if person.waiting > 0 {
                view! { <Tag tone=Tone::Warning text=t!(lang, "people-waiting-count", count = person.waiting)/> }.into_any()
            } else {
                t!(lang, "people-waiting-none").into_any()
            };
            let unread = (person.unread > 0).then(|| {
                view! { " "<Tag tone=Tone::Success text=t!(lang, "people-unread-count", count = person.unread)/> }
            });
            let last = match person.last_activity {
                Some(at) => view! { <Timestamp at/> }.into_any(),
                None => t!(lang, "people-never").into_any(),
            };
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=format!("/participants/{}", person.id)>{person.name}</a>
                        {unread}
                        {limits}
                        {stand_ins}
                    </th>
                    <td data-label=t!(lang, "people-open")>{person.open_tickets}</td>
                    <td data-label=t!(lang, "people-waiting")>{waiting}</td>
                    <td data-label=t!(lang, "people-last")>{last}</td>
                    <td>
                        {(person.scope == Scope::Act).then(|| view! {
                            <a class="ds-button" data-variant="tertiary" data-size="sm" href=new_ticket_href(person.id) aria-label=write>{t!(lang, "people-write-short")}</a>
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

/// Who stands in, and until when.
fn stand_in_text(cx: &RequestContext, relation: &Relation) -> String {
    let until = relation.until.map(|until| date(cx.lang, cx.backend.last_day(until))).unwrap_or_default();
    t!(cx.lang, "people-stand-in", name = relation.counsellor.as_str(), until = until)
}

/// The limits of a relation, if there are any: read-only, as a stand-in, with an end date.
fn relation_limits(
    cx: &RequestContext,
    scope: Scope,
    until: Option<chrono::DateTime<chrono::Utc>>,
    stands_in_for: Option<&str>,
) -> Option<AnyView> {
    let lang = cx.lang;
    let mut limits = Vec::new();
    if scope == Scope::See {
        limits.push(t!(lang, "relation-only-see").to_owned());
    }
    if let Some(name) = stands_in_for {
        limits.push(t!(lang, "relation-stands-in", name = name));
    }
    if let Some(until) = until {
        limits.push(format!("{} {}", t!(lang, "relation-until"), date(lang, cx.backend.last_day(until))));
    }
    (!limits.is_empty()).then(|| view! { <span class="meta">{limits.join(" · ")}</span> }.into_any())
}

/// The URL of the form for a ticket on behalf of a participant.
fn new_ticket_href(participant: Uuid) -> String {
    format!("/tickets/new?participant={participant}")
}

/// `/participants/{id}?show=&page=`.
pub async fn show(
    cx: &RequestContext,
    id: Uuid,
    filter: TicketStatusFilter,
    mut page: i64,
) -> Result<Page, Error> {
    let lang = cx.lang;
    let participant = people::find_participant(&cx.backend, &cx.actor, id).await?;
    let (person, scope) = (participant.account, participant.scope);
    let load = async |page: i64| {
        ticket_usecases::list_for_participant(
            &cx.backend,
            &cx.actor,
            id,
            filter,
            PER_PAGE,
            (page - 1) * PER_PAGE,
        )
        .await
    };
    let (mut rows, total) = load(page).await?;
    if rows.is_empty() && total > 0 {
        page = (total + PER_PAGE - 1) / PER_PAGE;
        rows = load(page).await?.0;
    }
    let classification = classification::get(&cx.backend).await?;
    let ancestors = vec![("/participants".to_owned(), t!(lang, "nav-participants").to_owned())];
    let list = if rows.is_empty() {
        let text = if filter == TicketStatusFilter::All {
            t!(lang, "people-no-tickets", name = person.name.as_str())
        } else {
            t!(lang, "people-no-such").to_owned()
        };
        view! { <div class="empty"><p class="ds-paragraph">{text}</p></div> }.into_any()
    } else {
        let bulk_form = BulkActionForm {
            form: FormState::new(cx.backend.clock.id()),
            list_params: vec![
                ("back", "person".to_owned()),
                ("participant", id.to_string()),
                ("show", tickets::status_filter_word(filter).to_owned()),
            ],
            can_act: scope == Scope::Act,
        };
        let rows = tickets::ticket_rows(cx, &classification, rows, &bulk_form.form);
        bulk_action_form(cx, bulk_form, rows)
    };
    let relation = relations::find_between(&cx.backend, &cx.actor, id).await?;
    let relation = relation.map(|relation| crate::pages::desk::people::person::relation_facts(cx, &relation));
    let body = view! {
        <Breadcrumbs ancestors current=person.name.clone()/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{person.name.clone()}</h1>
            {(scope == Scope::Act).then(|| view! {
                <a class="ds-button" data-variant="primary" href=new_ticket_href(id)>{t!(lang, "people-write", name = person.name.as_str())}</a>
            })}
            <p><a class="ds-link" href=mailto(&person.email)>{person.email.clone()}</a></p>
        </div>
        {(scope == Scope::See).then(|| view! { <p class="ds-paragraph">{t!(lang, "relation-only-see-text")}</p> })}
        {relation}
        {filter_tabs(cx, id, filter)}
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

/// Links to the same page with each status filter.
fn filter_tabs(cx: &RequestContext, id: Uuid, chosen: TicketStatusFilter) -> AnyView {
    let lang = cx.lang;
    let links: Vec<_> = STATUS_FILTERS
        .into_iter()
        .map(|(word, filter)| {
            let current = (filter == chosen).then_some("page");
            let label = text_for(lang, "people-show-", word);
            view! { <li><a href=format!("/participants/{id}?show={word}") aria-current=current>{label}</a></li> }
        })
        .collect();
    view! { <nav aria-label=t!(lang, "show-label")><ul class="tabs">{links}</ul></nav> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_numbers_are_in_the_order_of_the_numbers() {
        let mut names =
            ["Deltagare 10", "deltagare 2", "Deltagare 1", "Åsa", "Deltagare 2b", "Anna 007", "Anna 6"];
        names.sort_by_cached_key(|name| natural_key(name));
        assert_eq!(
            names,
            ["Anna 6", "Anna 007", "Deltagare 1", "deltagare 2", "Deltagare 2b", "Deltagare 10", "Åsa"]
        );
    }
}
