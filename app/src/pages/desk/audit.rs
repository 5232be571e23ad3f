//! The audit log, for whoever runs the portal and for administrators of an organisation.

use std::collections::HashMap;

use fyr_i18n::{t, text_of};
use fyr_services::{
    Error,
    audit::{self, ACTIONS, Asked, Line, Sought},
    tickets::spoken,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::audit_details;
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, Moment, SelectField, TextField},
};

/// Lines on a page.
const PER_PAGE: i64 = 50;

/// `/desk/audit?who=&action=&target=&from=&until=&after=`; `after` is the line to read on from.
pub async fn show(cx: &Cx, asked: Asked, after: Option<Uuid>) -> Result<Page, Error> {
    let lang = cx.lang;
    let mut lines = match audit::find(&cx.services, &cx.actor, &asked).await? {
        // one more, which tells whether another page follows
        Sought::Lines(filter) => audit::page(&cx.services, &cx.actor, &filter, after, PER_PAGE + 1).await?,
        Sought::Nothing => Vec::new(),
    };
    let fit = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let follows = lines.len() > fit;
    lines.truncate(fit);
    let older = lines.last().filter(|_| follows).map(|last| address(&asked, Some(last.id)));
    let newest = after.map(|_| address(&asked, None));
    let above = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let above = if cx.actor.works_tickets() { above } else { Vec::new() };
    let list = if lines.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "audit-none")}</p></div> }.into_any()
    } else {
        let names = audit::names(&cx.services, &cx.actor, &lines).await?;
        table(cx, lines, &names)
    };
    let body = view! {
        <Breadcrumbs above here=t!(lang, "audit-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "audit-title")}</h1>
        <p class="ds-paragraph lead">{t!(lang, "audit-intro")}</p>
        {cx.actor.runs_portal().then(|| view! {
            <p class="ds-paragraph"><a class="ds-link" href="/desk/audit/retention">{t!(lang, "retention-title")}</a></p>
        })}
        {filters(cx, &asked)}
        {export(cx, &asked)}
        {list}
        {(older.is_some() || newest.is_some()).then(|| view! {
            <nav class="pagination" aria-label=t!(lang, "pages-label")>
                {newest.map(|href| view! { <a class="ds-button" data-variant="secondary" href=href>{t!(lang, "audit-newest")}</a> })}
                {older.map(|href| view! { <a class="ds-button" data-variant="secondary" rel="next" href=href>{t!(lang, "audit-older")}</a> })}
            </nav>
        })}
    };
    Ok(Page::new(t!(lang, "audit-title"), body))
}

/// The address of these lines, after one of them.
fn address(asked: &Asked, after: Option<Uuid>) -> String {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let pairs =
        fields(asked).into_iter().chain([("after", after.as_str())]).filter(|(_, value)| !value.is_empty());
    let query = pairs
        .map(|(name, value)| format!("{name}={}", crate::pages::account::encoded(value)))
        .collect::<Vec<_>>()
        .join("&");
    if query.is_empty() { "/desk/audit".to_owned() } else { format!("/desk/audit?{query}") }
}

/// What was asked for, by the names of the fields.
fn fields(asked: &Asked) -> [(&'static str, &str); 5] {
    [
        ("who", &asked.who),
        ("action", &asked.action),
        ("target", &asked.target),
        ("from", &asked.from),
        ("until", &asked.until),
    ]
}

fn filters(cx: &Cx, asked: &Asked) -> AnyView {
    let lang = cx.lang;
    let form = fields(asked)
        .into_iter()
        .fold(FormState::new(Uuid::nil()), |form, (name, value)| form.with(name, value));
    let mut actions = vec![(String::new(), t!(lang, "audit-any-action").to_owned())];
    let mut known: Vec<_> = ACTIONS.iter().map(|action| ((*action).to_owned(), words(cx, action))).collect();
    known.sort_by(|one, other| one.1.cmp(&other.1));
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

/// The same lines as a file.
fn export(cx: &Cx, asked: &Asked) -> AnyView {
    let lang = cx.lang;
    let hidden: Vec<_> = fields(asked)
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

/// What was done, in words.
fn words(cx: &Cx, action: &str) -> String {
    text_of(cx.lang, "audit-do-", &action.replace('.', "-"))
}

fn table(cx: &Cx, lines: Vec<Line>, names: &HashMap<Uuid, String>) -> AnyView {
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

fn row(cx: &Cx, line: Line, names: &HashMap<Uuid, String>) -> AnyView {
    let lang = cx.lang;
    let who = if line.actor_name.is_empty() { t!(lang, "audit-nobody").to_owned() } else { line.actor_name };
    let details = audit_details::in_words(cx, &line.details.0, names);
    let kind = line.target_kind.as_deref().unwrap_or_default();
    let name = match (kind, line.target_name, line.target_id) {
        ("ticket", Some(reference), _) => spoken(&reference),
        (_, Some(name), _) => name,
        (kind, None, Some(id)) => format!("{} {id}", text_of(lang, "audit-thing-", kind)),
        (_, None, None) => "–".to_owned(),
    };
    let organisation =
        line.organisation_name.map(|name| view! { <span class="meta audit-details">{name}</span> });
    view! {
        <tr>
            <th scope="row"><Moment at=line.at/></th>
            <td data-label=t!(lang, "audit-who")>{who}</td>
            <td data-label=t!(lang, "audit-action")>
                {words(cx, &line.action)}
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
    fn the_way_on_keeps_what_was_asked_for() {
        let asked = Asked { who: "Åsa & Co".into(), from: "2026-11-01".into(), ..Asked::default() };
        let id = Uuid::from_u128(7);
        assert_eq!(
            address(&asked, Some(id)),
            format!("/desk/audit?who=%C3%85sa%20%26%20Co&from=2026-11-01&after={id}")
        );
        assert_eq!(address(&Asked::default(), None), "/desk/audit");
    }
}
