//! The tickets of all participants of a counsellor, and bulk actions: reply, close, export.

use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    classification::{self, Classification},
    people,
    relations::{self, ParticipantTicketFilter},
    store::tickets::{TicketStatusFilter, TicketSummary},
    tickets::format_reference,
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    FormState, Page, RequestContext,
    components::{
        Breadcrumbs, Confirm, FormKey, Pagination, SelectField, TextArea, Timestamp, UnreadTag,
        lang_attribute,
    },
    pages::{
        desk::AgentStatusTag,
        tickets::list::{PER_PAGE, STATUS_FILTERS},
    },
};

/// `/participants/tickets?show=&participant=&q=&page=`.
pub async fn show(
    cx: &RequestContext,
    filter: ParticipantTicketFilter,
    mut page: i64,
    form: FormState,
) -> Result<Page, Error> {
    let lang = cx.lang;
    let load = async |page: i64| {
        relations::list_tickets(&cx.backend, &cx.actor, &filter, PER_PAGE, (page - 1) * PER_PAGE).await
    };
    let (mut list, total) = load(page).await?;
    if list.is_empty() && total > 0 {
        page = (total + PER_PAGE - 1) / PER_PAGE;
        list = load(page).await?.0;
    }
    let classification = classification::get(&cx.backend).await?;
    let people = people::list_participants(&cx.backend, &cx.actor).await?;
    let choices = people.into_iter().map(|person| (person.id.to_string(), person.name)).collect();
    let list = if list.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "people-no-such")}</p></div> }.into_any()
    } else {
        let bulk_form = BulkActionForm { form, list_params: list_params(&filter, page), can_act: true };
        let rows = ticket_rows(cx, &classification, list, &bulk_form.form);
        bulk_action_form(cx, bulk_form, rows)
    };
    let ancestors = vec![("/participants".to_owned(), t!(lang, "nav-participants").to_owned())];
    let body = view! {
        <Breadcrumbs ancestors current=t!(lang, "bulk-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "bulk-title")}</h1>
        {filters(cx, &filter, choices)}
        <section aria-labelledby="tickets-title">
            <h2 class="ds-heading" data-size="sm" id="tickets-title">{t!(lang, "people-tickets", count = total)}</h2>
            {list}
        </section>
        <Pagination page total per_page=PER_PAGE/>
    };
    Ok(Page::new(t!(lang, "bulk-title"), body))
}

fn filters(cx: &RequestContext, filter: &ParticipantTicketFilter, people: Vec<(String, String)>) -> AnyView {
    let lang = cx.lang;
    let word = status_filter_word(filter.status);
    let form = FormState::new(Uuid::nil())
        .with("show", word)
        .with("participant", filter.participant.map_or_else(|| "any".to_owned(), |id| id.to_string()));
    let status_choices = STATUS_FILTERS
        .iter()
        .map(|(word, _)| ((*word).to_owned(), text_for(lang, "people-show-", word)))
        .collect();
    let mut choices = vec![("any".to_owned(), t!(lang, "bulk-everyone").to_owned())];
    choices.extend(people);
    view! {
        <form method="get" action="/participants/tickets" class="filters" role="search" aria-label=t!(lang, "bulk-filter")>
            <div class="ds-field">
                <label class="ds-label" data-weight="medium" for="q">{t!(lang, "desk-search")}</label>
                <input class="ds-input" id="q" name="q" r#type="search" maxlength="100" value=filter.text.clone()/>
            </div>
            <SelectField form=form.clone() name="participant" label=t!(lang, "bulk-person") choices/>
            <SelectField form=form name="show" label=t!(lang, "desk-state") choices=status_choices/>
            <p class="actions">
                <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "show")}</button>
                <a class="ds-link" href="/participants/tickets">{t!(lang, "desk-clear")}</a>
            </p>
        </form>
    }
    .into_any()
}

/// The word of a status filter in URLs.
pub fn status_filter_word(filter: TicketStatusFilter) -> &'static str {
    STATUS_FILTERS.iter().find(|(_, known)| *known == filter).map_or("all", |(word, _)| word)
}

/// The query parameters of a list: filter and page.
pub fn list_params(filter: &ParticipantTicketFilter, page: i64) -> Vec<(&'static str, String)> {
    let mut params = vec![("show", status_filter_word(filter.status).to_owned()), ("page", page.to_string())];
    params.extend(filter.participant.map(|id| ("participant", id.to_string())));
    params.extend(filter.text.clone().map(|text| ("q", text)));
    params
}

/// The form around a list of tickets, with bulk actions.
#[derive(Clone, Debug)]
pub struct BulkActionForm {
    /// The state of the form.
    pub form: FormState,
    /// The query parameters of the list, as hidden fields: the actions apply to the same list, and lead back to it.
    pub list_params: Vec<(&'static str, String)>,
    /// Whether the counsellor may reply and close; otherwise only exporting is offered.
    pub can_act: bool,
}

/// A list of tickets with the actions for the selected ones.
pub fn bulk_action_form(cx: &RequestContext, bulk_form: BulkActionForm, rows: AnyView) -> AnyView {
    let lang = cx.lang;
    let BulkActionForm { form, list_params, can_act } = bulk_form;
    let hidden: Vec<_> = list_params
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    view! {
        <form method="post" action="/participants/tickets" class="stack" novalidate>
            <FormKey form=form.clone()/>
            {hidden}
            {rows}
            <details class="ds-card fold bulk" open=!form.errors.is_empty() || !form.value("body").is_empty()>
                <summary>{t!(lang, "bulk-do")}</summary>
                {can_act.then(|| view! {
                    <div class="stack">
                        <TextArea form=form.clone() name="body" rows=4 optional=true label=t!(lang, "bulk-body") hint=t!(lang, "bulk-body-hint")/>
                        <p class="actions">
                            <button class="ds-button" data-variant="primary" type="submit" name="action" value="reply">{t!(lang, "bulk-reply")}</button>
                        </p>
                        <Confirm label=t!(lang, "bulk-close") consequence=t!(lang, "bulk-close-text")>
                            <button class="ds-button" data-variant="primary" data-size="sm" type="submit" name="action" value="close">{t!(lang, "bulk-close-yes")}</button>
                        </Confirm>
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

/// A list of tickets, each with a checkbox of the form.
pub fn ticket_rows(
    cx: &RequestContext,
    classification: &Classification,
    rows: Vec<TicketSummary>,
    form: &FormState,
) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = rows
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            // the link of the error summary leads to the first checkbox
            let reference = format_reference(&row.reference);
            let topic = classification.topic_title(&row.topic, lang).to_owned();
            let respond_by = row.respond_by.filter(|by| !row.status.is_done() && *by > cx.now);
            let respond_by = respond_by.map(|by| view! { " · "{t!(lang, "desk-promise", when = cx.relative_time(by))} });
            let label = t!(lang, "bulk-tick", subject = row.subject.as_str());
            view! {
                <li class="ticket-row">
                    <input class="ds-input" type="checkbox" id=(index == 0).then_some("ticket") name="ticket" value=reference.clone()
                        checked=form.is_checked("ticket", &reference) aria-label=label/>
                    <div>
                        <h3 class="ds-heading"><a class="ds-link" href=format!("/tickets/{reference}") lang=lang_attribute(lang, row.lang())>{row.subject.clone()}</a></h3>
                        <p class="meta">
                            <span class="reference">{reference.clone()}</span>" · "{row.requester_name}" · "{topic}" · "
                            {t!(lang, "people-last")}" "<Timestamp at=row.updated_at/>{respond_by}
                        </p>
                    </div>
                    <p class="cluster"><UnreadTag unread=row.unread/><AgentStatusTag status=row.status/></p>
                </li>
            }
        })
        .collect();
    view! { <ul class="rows tickable">{rows}</ul> }.into_any()
}
