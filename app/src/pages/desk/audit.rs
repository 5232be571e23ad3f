//! The audit log, for administrators of the portal and of organisations.

use std::collections::HashMap;

use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    audit::{self, ACTIONS, AuditCriteria, AuditEntry, AuditSearch},
    tickets::format_reference,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::audit_details;
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, SelectField, TextField, Timestamp},
    query::{list_title, with_query},
};

/// The number of lines on a page.
const PER_PAGE: i64 = 50;

/// `/desk/audit?who=&action=&target=&from=&until=&after=`; `after` is the id of the last line of the previous page.
pub async fn show(cx: &RequestContext, criteria: AuditCriteria, after: Option<Uuid>) -> Result<Page, Error> {
    let lang = cx.lang;
    let mut lines = match audit::parse_criteria(&cx.backend, &cx.actor, &criteria).await? {
        // one more than fits, to know whether there is a next page
        AuditSearch::Matching(filter) => {
            audit::list_page(&cx.backend, &cx.actor, &filter, after, PER_PAGE + 1).await?
        }
        AuditSearch::NoMatch => Vec::new(),
    };
    let page_size = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_next = lines.len() > page_size;
    lines.truncate(page_size);
    let older = lines.last().filter(|_| has_next).map(|last| audit_url(&criteria, Some(last.id)));
    let newest = after.map(|_| audit_url(&criteria, None));
    let ancestors = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let ancestors = if cx.actor.can_open_desk() { ancestors } else { Vec::new() };
    let none = lines.is_empty();
    let list = if none {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "audit-none")}</p></div> }.into_any()
    } else {
        let names = audit::resolve_names(&cx.backend, &cx.actor, &lines).await?;
        table(cx, lines, &names)
    };
    let body = view! {
        <Breadcrumbs ancestors current=t!(lang, "audit-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "audit-title")}</h1>
        <p class="ds-paragraph lead">{t!(lang, "audit-intro")}</p>
        {cx.actor.can_run_portal().then(|| view! {
            <p class="ds-paragraph"><a class="ds-link" href="/desk/audit/retention">{t!(lang, "retention-title")}</a></p>
        })}
        {filters(cx, &criteria)}
        {export_form(cx, &criteria)}
        {list}
        {(older.is_some() || newest.is_some()).then(|| view! {
            <nav class="pagination" aria-label=t!(lang, "pages-label")>
                {newest.map(|href| view! { <a class="ds-button" data-variant="secondary" href=href>{t!(lang, "audit-newest")}</a> })}
                {older.map(|href| view! { <a class="ds-button" data-variant="secondary" rel="next" href=href>{t!(lang, "audit-older")}</a> })}
            </nav>
        })}
    };
    let title = t!(lang, "audit-title");
    Ok(Page::new(if none { list_title(cx, t!(lang, "audit-none"), title) } else { title.to_owned() }, body))
}

/// The URL of the log with the same criteria, after a line.
fn audit_url(criteria: &AuditCriteria, after: Option<Uuid>) -> String {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let pairs = fields(criteria)
        .into_iter()
        .chain([("after", after.as_str())])
        .filter(|(_, value)| !value.is_empty());
    with_query("/desk/audit", pairs)
}

/// The criteria by the names of their form fields.
fn fields(criteria: &AuditCriteria) -> [(&'static str, &str); 5] {
    [
        ("who", &criteria.who),
        ("action", &criteria.action),
        ("target", &criteria.target),
        ("from", &criteria.from),
        ("until", &criteria.until),
    ]
}

fn filters(cx: &RequestContext, criteria: &AuditCriteria) -> AnyView {
    let lang = cx.lang;
    let form = FormState::new(Uuid::nil()).with_all(fields(criteria));
    let mut actions = vec![(String::new(), t!(lang, "audit-any-action").to_owned())];
    let mut known: Vec<_> =
        ACTIONS.iter().map(|action| ((*action).to_owned(), action_text(cx, action))).collect();
    known.sort_by(|(_, a), (_, b)| a.cmp(b));
    actions.extend(known);
    view! {
        <form method="get" action="/desk/audit" class="filters" role="search" aria-label=t!(lang, "audit-filter-label")>
            <TextField form=form.clone() name="who" label=t!(lang, "audit-who") hint=t!(lang, "audit-who-hint") optional=true/>
            <SelectField form=form.clone() name="action" label=t!(lang, "audit-action") choices=actions optional=true/>
            <TextField form=form.clone() name="target" label=t!(lang, "audit-target") hint=t!(lang, "audit-target-hint") optional=true/>
            <TextField form=form.clone() name="from" kind="date" label=t!(lang, "audit-from") optional=true/>
            <TextField form name="until" kind="date" label=t!(lang, "audit-until") optional=true/>
            <p class="actions">
                <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "show")}</button>
                <a class="ds-link" href="/desk/audit">{t!(lang, "desk-clear")}</a>
            </p>
        </form>
    }
    .into_any()
}

/// The form that exports all matching lines as a file.
fn export_form(cx: &RequestContext, criteria: &AuditCriteria) -> AnyView {
    let lang = cx.lang;
    let hidden: Vec<_> = fields(criteria)
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value.to_owned()/> })
        .collect();
    view! {
        <form method="post" action="/desk/audit/export" class="actions">
            {hidden}
            <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "audit-export")}</button>
            <span class="field-hint">{t!(lang, "audit-export-hint")}</span>
        </form>
    }
    .into_any()
}

/// An action as text.
fn action_text(cx: &RequestContext, action: &str) -> String {
    text_for(cx.lang, "audit-do-", &action.replace('.', "-"))
}

fn table(cx: &RequestContext, lines: Vec<AuditEntry>, names: &HashMap<Uuid, String>) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = lines.into_iter().map(|line| row(cx, line, names)).collect();
    view! {
        <table class="ds-table table-cards">
            <caption class="visually-hidden">{t!(lang, "audit-title")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(lang, "audit-when")}</th>
                    <th scope="col">{t!(lang, "audit-who")}</th>
                    <th scope="col">{t!(lang, "audit-action")}</th>
                    <th scope="col">{t!(lang, "audit-target")}</th>
                    <th scope="col">{t!(lang, "audit-address")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(cx: &RequestContext, line: AuditEntry, names: &HashMap<Uuid, String>) -> AnyView {
    let lang = cx.lang;
    let who = if line.actor_name.is_empty() { t!(lang, "audit-nobody").to_owned() } else { line.actor_name };
    let details = audit_details::format_details(cx, &line.details.0, names);
    let kind = line.target_kind.as_deref().unwrap_or_default();
    let name = match (kind, line.target_name, line.target_id) {
        ("ticket", Some(reference), _) => format_reference(&reference),
        (_, Some(name), _) => name,
        (kind, None, Some(id)) => format!("{} {id}", text_for(lang, "audit-thing-", kind)),
        (_, None, None) => "–".to_owned(),
    };
    let organisation =
        line.organisation_name.map(|name| view! { <span class="meta audit-details">{name}</span> });
    view! {
        <tr>
            <th scope="row"><Timestamp at=line.at/></th>
            <td data-label=t!(lang, "audit-who")>{who}</td>
            <td data-label=t!(lang, "audit-action")>
                {action_text(cx, &line.action)}
                {(!details.is_empty()).then(|| view! { <span class="meta audit-details">{details}</span> })}
            </td>
            <td data-label=t!(lang, "audit-target")>{name}{organisation}</td>
            <td data-label=t!(lang, "audit-address")>{line.address.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_to_the_next_page_keeps_the_criteria() {
        let criteria =
            AuditCriteria { who: "Åsa & Co".into(), from: "2026-11-01".into(), ..AuditCriteria::default() };
        let id = Uuid::from_u128(7);
        assert_eq!(
            audit_url(&criteria, Some(id)),
            format!("/desk/audit?who=%C3%85sa+%26+Co&from=2026-11-01&after={id}")
        );
        assert_eq!(audit_url(&AuditCriteria::default(), None), "/desk/audit");
    }
}
