//! The queue: what to do next.

use fyr_domain::{
    permission::{Question, may},
    tickets::Priority,
};
use fyr_i18n::{t, text_of};
use fyr_services::{
    Error,
    catalogue::{self, Catalogue},
    outbox,
    store::tickets::{COUNTED, Listed, QueueState},
    tickets::{self, spoken},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    WorkStatus,
    filter::{STATES, Urgency, Wanted, Whose},
    promise, waited,
};
use crate::{
    Cx, FormState, Page,
    components::{Pagination, PriorityTag, SelectField},
};

/// Tickets on a page.
const PER_PAGE: i64 = 25;

/// `/desk?state=&priority=&topic=&assignee=&q=&page=`.
pub async fn show(cx: &Cx, mut wanted: Wanted) -> Result<Page, Error> {
    let lang = cx.lang;
    // whether someone may see the queue comes before everything else
    let parked = outbox::count_parked(&cx.services, &cx.actor).await?;
    let catalogue = catalogue::get(&cx.services).await?;
    wanted.topic = wanted.topic.filter(|slug| catalogue.topics.iter().any(|topic| topic.slug == *slug));
    let filter = wanted.filter(cx.actor.user_id());
    let load = async |page: i64| {
        // one more, which tells whether another page follows
        tickets::queue(&cx.services, &cx.actor, &filter, PER_PAGE + 1, (page - 1) * PER_PAGE).await
    };
    let (mut rows, total) = load(wanted.page).await?;
    let counted = total.min(COUNTED);
    if rows.is_empty() && total > 0 {
        // the queue has become shorter since the link was made
        wanted.page = (counted + PER_PAGE - 1) / PER_PAGE;
        rows = load(wanted.page).await?.0;
    }
    let fit = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let follows = (total > COUNTED).then_some(rows.len() > fit);
    rows.truncate(fit);
    let count = match follows {
        Some(_) => t!(lang, "desk-count-many").to_owned(),
        None => t!(lang, "desk-count", count = total),
    };
    let order = match wanted.state {
        QueueState::Waiting => t!(lang, "desk-order-waiting"),
        QueueState::Open | QueueState::Done | QueueState::All => t!(lang, "desk-order-latest"),
    };
    let list = if rows.is_empty() { empty(cx, &wanted) } else { table(cx, &catalogue, rows) };
    let body = view! {
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">
                {t!(lang, "nav-desk")}" "<span class="desk-count">{count}</span>
            </h1>
        </div>
        {parked_notice(cx, parked)}
        {may(&cx.actor, Question::OpenAuditLog).then(|| view! {
            <p class="ds-paragraph"><a class="ds-link" href="/desk/audit">{t!(lang, "audit-title")}</a></p>
        })}
        {quick_links(cx, &wanted)}
        {filters(cx, &catalogue, &wanted)}
        <section aria-labelledby="queue-title">
            <h2 class="visually-hidden" id="queue-title">{t!(lang, "desk-list-title")}</h2>
            <p class="meta">{order}</p>
            {list}
        </section>
        <Pagination page=wanted.page total=counted per_page=PER_PAGE follows/>
    };
    Ok(Page::new(t!(lang, "nav-desk"), body))
}

/// That mail lies there unsent; nothing where none does.
fn parked_notice(cx: &Cx, parked: i64) -> Option<AnyView> {
    let lang = cx.lang;
    let way_on = if cx.actor.runs_portal() {
        view! { <a class="ds-link" href="/desk/outbox">{t!(lang, "desk-parked-link")}</a> }.into_any()
    } else {
        t!(lang, "desk-parked-tell").into_any()
    };
    (parked > 0).then(|| {
        view! {
            <p class="ds-alert desk-parked" data-color="warning">{t!(lang, "desk-parked-count", count = parked)}" "{way_on}</p>
        }
        .into_any()
    })
}

/// The parts of the queue that are asked for most: address, and what it asks for.
const QUICK: [(&str, QueueState, Urgency, Whose); 4] = [
    ("/desk", QueueState::Waiting, Urgency::Any, Whose::Any),
    ("/desk?state=open&assignee=me", QueueState::Open, Urgency::Any, Whose::Me),
    ("/desk?state=open&assignee=nobody", QueueState::Open, Urgency::Any, Whose::Nobody),
    ("/desk?state=open&priority=urgent", QueueState::Open, Urgency::Urgent, Whose::Any),
];

/// The address of the part that is shown, where it is one of these.
fn quick(wanted: &Wanted) -> Option<&'static &'static str> {
    let plain =
        |state, urgency, whose| Wanted { state, urgency, whose, page: wanted.page, ..Wanted::default() };
    QUICK
        .iter()
        .find(|(_, state, urgency, whose)| plain(*state, *urgency, *whose) == *wanted)
        .map(|(href, ..)| href)
}

fn quick_links(cx: &Cx, wanted: &Wanted) -> AnyView {
    let lang = cx.lang;
    let words = [
        t!(lang, "desk-quick-waiting"),
        t!(lang, "desk-quick-mine"),
        t!(lang, "desk-quick-nobody"),
        t!(lang, "desk-quick-urgent"),
    ];
    let links: Vec<_> = QUICK
        .iter()
        .zip(words)
        .map(|((href, ..), words)| {
            let current = (quick(wanted) == Some(href)).then_some("page");
            view! { <li><a href=*href aria-current=current>{words}</a></li> }
        })
        .collect();
    view! { <nav aria-label=t!(lang, "desk-quick-label")><ul class="tabs">{links}</ul></nav> }.into_any()
}

fn filters(cx: &Cx, catalogue: &Catalogue, wanted: &Wanted) -> AnyView {
    let lang = cx.lang;
    let form = FormState::new(Uuid::nil())
        .with("state", wanted.state_word())
        .with("priority", wanted.priority_word())
        .with("topic", wanted.topic.as_deref().unwrap_or("any"))
        .with("assignee", wanted.whose_word());
    let any = |words: &str| ("any".to_owned(), words.to_owned());
    let states =
        STATES.iter().map(|(word, _)| ((*word).to_owned(), text_of(lang, "desk-state-", word))).collect();
    let mut priorities =
        vec![any(t!(lang, "desk-any-priority")), ("urgent".to_owned(), t!(lang, "desk-urgent").to_owned())];
    priorities.extend(priority_choices(cx));
    let mut topics = vec![any(t!(lang, "desk-any-topic"))];
    topics
        .extend(catalogue.topics.iter().map(|topic| (topic.slug.clone(), topic.title.text(lang).to_owned())));
    let whose = vec![
        any(t!(lang, "desk-any-assignee")),
        ("nobody".to_owned(), t!(lang, "desk-nobody").to_owned()),
        ("me".to_owned(), t!(lang, "desk-me").to_owned()),
    ];
    // folded away on small screens, unless what is chosen shows nowhere else
    let unfolded = quick(&Wanted { text: None, ..wanted.clone() }).is_none();
    view! {
        <form method="get" action="/desk" class="filters desk-filters" role="search" aria-label=t!(lang, "desk-filter-label")>
            <div class="ds-field">
                <label class="ds-label" data-weight="medium" for="q">{t!(lang, "desk-search")}</label>
                <input class="ds-input" id="q" name="q" r#type="search" maxlength="100" value=wanted.text.clone()
                    aria-describedby="q-hint"/>
                <p class="field-hint" id="q-hint">{t!(lang, "desk-search-hint")}</p>
            </div>
            <details class="fold" open=unfolded>
                <summary>{t!(lang, "desk-filter-more")}</summary>
                <div class="filter-fields">
                    <SelectField form=form.clone() name="state" label=t!(lang, "desk-state") choices=states/>
                    <SelectField form=form.clone() name="priority" label=t!(lang, "desk-priority") choices=priorities/>
                    <SelectField form=form.clone() name="topic" label=t!(lang, "desk-topic") choices=topics/>
                    <SelectField form=form.clone() name="assignee" label=t!(lang, "desk-assignee") choices=whose/>
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

/// Value and words of every priority.
pub(super) fn priority_choices(cx: &Cx) -> Vec<(String, String)> {
    let words = |priority: &Priority| {
        (priority.as_str().to_owned(), text_of(cx.lang, "priority-", priority.as_str()))
    };
    Priority::ALL.iter().map(words).collect()
}

fn empty(cx: &Cx, wanted: &Wanted) -> AnyView {
    let lang = cx.lang;
    if *wanted == (Wanted { page: wanted.page, ..Wanted::default() }) {
        return view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "desk-empty")}</p></div> }
            .into_any();
    }
    let searched = wanted.text.clone().map(|text| view! { <input type="hidden" name="q" value=text/> });
    let everywhere = if searched.is_some() { t!(lang, "desk-search-all") } else { t!(lang, "desk-show-all") };
    view! {
        <div class="empty">
            <p class="ds-paragraph">{t!(lang, "desk-empty-filter")}</p>
            <form method="get" action="/desk" class="actions">
                <input type="hidden" name="state" value="all"/>
                {searched}
                <button class="ds-button" data-variant="secondary" type="submit">{everywhere}</button>
            </form>
        </div>
    }
    .into_any()
}

fn table(cx: &Cx, catalogue: &Catalogue, rows: Vec<Listed>) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = rows.into_iter().map(|row| table_row(cx, catalogue, row)).collect();
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

fn table_row(cx: &Cx, catalogue: &Catalogue, row: Listed) -> AnyView {
    let lang = cx.lang;
    let reference = spoken(&row.reference);
    let promise = promise(cx, row.status, row.respond_by);
    let waiting = match row.waiting_since {
        Some(since) => waited(lang, since, cx.now),
        None => t!(lang, "desk-not-our-turn").to_owned(),
    };
    let assignee = match row.assignee_name {
        Some(name) => name.into_any(),
        None => view! { <span class="desk-nobody">{t!(lang, "desk-nobody")}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="desk-subject">
                <a class="ds-link" href=format!("/desk/tickets/{reference}")>{row.subject}</a>
                <span class="reference meta">{reference}</span>
            </th>
            <td data-label=t!(lang, "desk-requester")>{row.requester_name}</td>
            <td data-label=t!(lang, "desk-topic")>{catalogue.topic_title(&row.topic, lang).to_owned()}</td>
            <td data-label=t!(lang, "desk-priority")><PriorityTag priority=row.priority/></td>
            <td data-label=t!(lang, "desk-status")><WorkStatus status=row.status/></td>
            <td data-label=t!(lang, "desk-assignee")>{assignee}</td>
            <td data-label=t!(lang, "desk-waiting") class="desk-waiting"><span>{waiting}</span>" "{promise}</td>
        </tr>
    }
    .into_any()
}
