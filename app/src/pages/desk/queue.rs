//! The queue of tickets, with quick links and filters.

use fyr_domain::{
    permission::{Permission, may},
    tickets::Priority,
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    classification::{self, Classification},
    jobs,
    store::ticket_queue::{MAX_COUNTED, QueueState, QueuedTicket},
    tickets::{self, format_reference},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    AgentStatusTag,
    articles::ARTICLES_PATH,
    filter::{AssigneeParam, PriorityParam, QueueParams, STATES},
    response_target, waiting_time,
};
use crate::{
    FormState, Page, RequestContext,
    components::{Pagination, PriorityTag, SelectField, choices_of, lang_attribute},
    query::list_title,
};

/// The number of tickets on a page.
const PER_PAGE: i64 = 25;

/// `/desk?state=&priority=&topic=&assignee=&q=&page=`.
pub async fn show(cx: &RequestContext, mut params: QueueParams) -> Result<Page, Error> {
    let lang = cx.lang;
    // first of all: fails if the actor may not see the queue
    let failed_emails = jobs::count_failed(&cx.backend, &cx.actor).await?;
    let classification = classification::get(&cx.backend).await?;
    params.topic = params.topic.filter(|slug| classification.topics.iter().any(|topic| topic.slug == *slug));
    let filter = params.to_filter(cx.actor.user_id());
    let load = async |page: i64| {
        // one more than fits, to know whether there is a next page
        tickets::list_queue(&cx.backend, &cx.actor, &filter, PER_PAGE + 1, (page - 1) * PER_PAGE).await
    };
    let (mut rows, total) = load(params.page).await?;
    let counted = total.min(MAX_COUNTED);
    if rows.is_empty() && total > 0 {
        // beyond the last page: show the last page
        params.page = (counted + PER_PAGE - 1) / PER_PAGE;
        rows = load(params.page).await?.0;
    }
    let page_size = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_next = (total > MAX_COUNTED).then_some(rows.len() > page_size);
    rows.truncate(page_size);
    let count = match has_next {
        Some(_) => t!(lang, "desk-count-many").to_owned(),
        None => t!(lang, "desk-count", count = total),
    };
    let order = match params.state {
        QueueState::Waiting => t!(lang, "desk-order-waiting"),
        QueueState::Open | QueueState::Done | QueueState::All => t!(lang, "desk-order-latest"),
    };
    let list = if rows.is_empty() { empty_notice(cx, &params) } else { table(cx, &classification, rows) };
    let title = list_title(cx, &count, t!(lang, "nav-desk"));
    let body = view! {
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">
                {t!(lang, "nav-desk")}" "<span class="desk-count">{count}</span>
            </h1>
            {may(&cx.actor, Permission::WorkEveryTicket).then(|| view! {
                <a class="ds-link" href="/tickets/new?channel=phone">{t!(lang, "desk-record")}</a>
            })}
        </div>
        {failed_emails_notice(cx, failed_emails)}
        {desk_links(cx)}
        {quick_links(cx, &params)}
        {filters(cx, &classification, &params)}
        <section aria-labelledby="queue-title">
            <h2 class="visually-hidden" id="queue-title">{t!(lang, "desk-list-title")}</h2>
            <p class="meta">{order}</p>
            {list}
        </section>
        <Pagination page=params.page total=counted per_page=PER_PAGE has_next/>
    };
    Ok(Page::new(title, body))
}

/// Links to the other pages of the desk that the actor may open.
fn desk_links(cx: &RequestContext) -> Option<AnyView> {
    let lang = cx.lang;
    let links: Vec<_> = [
        (Permission::WriteArticles, ARTICLES_PATH, t!(lang, "writing-title")),
        (Permission::OpenAuditLog, "/desk/audit", t!(lang, "audit-title")),
        (Permission::RunPortal, "/desk/settings", t!(lang, "settings-title")),
    ]
    .into_iter()
    .filter(|(permission, ..)| may(&cx.actor, *permission))
    .map(|(_, href, label)| view! { <a class="ds-link" href=href>{label}</a> })
    .collect();
    (!links.is_empty()).then(|| view! { <p class="ds-paragraph cluster">{links}</p> }.into_any())
}

/// The notice that emails could not be sent. `None` if there are none.
fn failed_emails_notice(cx: &RequestContext, failed_emails: i64) -> Option<AnyView> {
    let lang = cx.lang;
    let action = if cx.actor.can_run_portal() {
        view! { <a class="ds-link" href="/desk/outbox">{t!(lang, "desk-parked-link")}</a> }.into_any()
    } else {
        t!(lang, "desk-parked-tell").into_any()
    };
    (failed_emails > 0).then(|| {
        view! {
            <p class="ds-alert desk-parked" data-color="warning">{t!(lang, "desk-parked-count", count = failed_emails)}" "{action}</p>
        }
        .into_any()
    })
}

/// Quick links: URL path and its parameters.
const QUICK_LINKS: [(&str, QueueState, PriorityParam, AssigneeParam); 4] = [
    ("/desk", QueueState::Waiting, PriorityParam::Any, AssigneeParam::Any),
    ("/desk?state=open&assignee=me", QueueState::Open, PriorityParam::Any, AssigneeParam::Me),
    ("/desk?state=open&assignee=nobody", QueueState::Open, PriorityParam::Any, AssigneeParam::Unassigned),
    ("/desk?state=open&priority=urgent", QueueState::Open, PriorityParam::Urgent, AssigneeParam::Any),
];

/// The URL path of the quick link that matches the parameters.
fn current_quick_link(params: &QueueParams) -> Option<&'static &'static str> {
    let quick_params = |state, priority, assignee| QueueParams {
        state,
        priority,
        assignee,
        page: params.page,
        ..QueueParams::default()
    };
    QUICK_LINKS
        .iter()
        .find(|(_, state, priority, assignee)| quick_params(*state, *priority, *assignee) == *params)
        .map(|(href, ..)| href)
}

fn quick_links(cx: &RequestContext, params: &QueueParams) -> AnyView {
    let lang = cx.lang;
    let labels = [
        t!(lang, "desk-quick-waiting"),
        t!(lang, "desk-quick-mine"),
        t!(lang, "desk-quick-nobody"),
        t!(lang, "desk-quick-urgent"),
    ];
    let links: Vec<_> = QUICK_LINKS
        .iter()
        .zip(labels)
        .map(|((href, ..), label)| {
            let current = (current_quick_link(params) == Some(href)).then_some("page");
            view! { <li><a href=*href aria-current=current>{label}</a></li> }
        })
        .collect();
    view! { <nav aria-label=t!(lang, "desk-quick-label")><ul class="tabs">{links}</ul></nav> }.into_any()
}

fn filters(cx: &RequestContext, classification: &Classification, params: &QueueParams) -> AnyView {
    let lang = cx.lang;
    let form = FormState::new(Uuid::nil())
        .with("state", params.state_word())
        .with("priority", params.priority_word())
        .with("topic", params.topic.as_deref().unwrap_or("any"))
        .with("assignee", params.assignee_word());
    let any = |label: &str| ("any".to_owned(), label.to_owned());
    let states =
        STATES.iter().map(|(word, _)| ((*word).to_owned(), text_for(lang, "desk-state-", word))).collect();
    let mut priorities =
        vec![any(t!(lang, "desk-any-priority")), ("urgent".to_owned(), t!(lang, "desk-urgent").to_owned())];
    priorities.extend(choices_of(lang, "priority-", Priority::ALL));
    let mut topics = vec![any(t!(lang, "desk-any-topic"))];
    topics.extend(
        classification.topics.iter().map(|topic| (topic.slug.clone(), topic.title.text(lang).to_owned())),
    );
    let assignees = vec![
        any(t!(lang, "desk-any-assignee")),
        ("nobody".to_owned(), t!(lang, "desk-nobody").to_owned()),
        ("me".to_owned(), t!(lang, "desk-me").to_owned()),
    ];
    // collapsed, unless no quick link shows which filters are set
    let expanded = current_quick_link(&QueueParams { text: None, ..params.clone() }).is_none();
    view! {
        <form method="get" action="/desk" class="filters desk-filters" role="search" aria-label=t!(lang, "desk-filter-label")>
            <div class="ds-field">
                <label class="ds-label" data-weight="medium" for="q">{t!(lang, "desk-search")}</label>
                <input class="ds-input" id="q" name="q" r#type="search" maxlength="100" value=params.text.clone()
                    aria-describedby="q-hint"/>
                <p class="field-hint" id="q-hint">{t!(lang, "desk-search-hint")}</p>
            </div>
            <details class="fold" open=expanded>
                <summary>{t!(lang, "desk-filter-more")}</summary>
                <div class="filter-fields">
                    <SelectField form=form.clone() name="state" label=t!(lang, "desk-state") choices=states/>
                    <SelectField form=form.clone() name="priority" label=t!(lang, "desk-priority") choices=priorities/>
                    <SelectField form=form.clone() name="topic" label=t!(lang, "desk-topic") choices=topics/>
                    <SelectField form=form.clone() name="assignee" label=t!(lang, "desk-assignee") choices=assignees/>
                </div>
            </details>
            <p class="actions">
                <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "show")}</button>
                <a class="ds-link" href="/desk">{t!(lang, "desk-clear")}</a>
            </p>
        </form>
    }
    .into_any()
}

fn empty_notice(cx: &RequestContext, params: &QueueParams) -> AnyView {
    let lang = cx.lang;
    if *params == (QueueParams { page: params.page, ..QueueParams::default() }) {
        return view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "desk-empty")}</p></div> }
            .into_any();
    }
    let search_text = params.text.clone().map(|text| view! { <input type="hidden" name="q" value=text/> });
    let label = if search_text.is_some() { t!(lang, "desk-search-all") } else { t!(lang, "desk-show-all") };
    view! {
        <div class="empty">
            <p class="ds-paragraph">{t!(lang, "desk-empty-filter")}</p>
            <form method="get" action="/desk" class="actions">
                <input type="hidden" name="state" value="all"/>
                {search_text}
                <button class="ds-button" data-variant="secondary" type="submit">{label}</button>
            </form>
        </div>
    }
    .into_any()
}

fn table(cx: &RequestContext, classification: &Classification, rows: Vec<QueuedTicket>) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = rows.into_iter().map(|row| table_row(cx, classification, row)).collect();
    view! {
        <table class="ds-table table-cards desk-queue">
            <caption class="visually-hidden">{t!(lang, "desk-list-title")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(lang, "desk-ticket")}</th>
                    <th scope="col">{t!(lang, "desk-requester")}</th>
                    <th scope="col">{t!(lang, "desk-topic")}</th>
                    <th scope="col">{t!(lang, "desk-priority")}</th>
                    <th scope="col">{t!(lang, "desk-status")}</th>
                    <th scope="col">{t!(lang, "desk-assignee")}</th>
                    <th scope="col">{t!(lang, "desk-waiting")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn table_row(cx: &RequestContext, classification: &Classification, row: QueuedTicket) -> AnyView {
    let lang = cx.lang;
    let QueuedTicket { summary: row, unknown_guest } = row;
    let unknown = unknown_guest.map(|guest| {
        let account = guest.has_account.then(|| format!(". {}", t!(lang, "desk-unknown-guest-account")));
        view! { <span class="meta">{t!(lang, "desk-unknown-guest")}{account}</span> }
    });
    let reference = format_reference(&row.reference);
    let respond_by = response_target(cx, row.status, row.respond_by);
    let waiting = match row.waiting_since {
        Some(since) => waiting_time(lang, since, cx.now),
        None => t!(lang, "desk-not-our-turn").to_owned(),
    };
    let written_in = lang_attribute(lang, row.lang());
    let assignee = match row.assignee_name {
        Some(name) => name.into_any(),
        None => view! { <span class="desk-nobody">{t!(lang, "desk-nobody")}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="desk-subject">
                <a class="ds-link" href=format!("/desk/tickets/{reference}") lang=written_in>{row.subject}</a>
                <span class="reference meta">{reference}</span>
            </th>
            <td data-label=t!(lang, "desk-requester")>{row.requester_name}" "{unknown}</td>
            <td data-label=t!(lang, "desk-topic")>{classification.topic_title(&row.topic, lang).to_owned()}</td>
            <td data-label=t!(lang, "desk-priority")><PriorityTag priority=row.priority/></td>
            <td data-label=t!(lang, "desk-status")><AgentStatusTag status=row.status/></td>
            <td data-label=t!(lang, "desk-assignee")>{assignee}</td>
            <td data-label=t!(lang, "desk-waiting") class="desk-waiting"><span>{waiting}</span>" "{respond_by}</td>
        </tr>
    }
    .into_any()
}
