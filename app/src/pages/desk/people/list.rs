//! The list of people, with search and filters.

use fyr_domain::Role;
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    organisations::{self, Organisation, PeopleFilter, Person},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{role_text, tabs};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, Pagination, SelectField, Tag, Tone},
    query::list_title,
};

/// The number of people on a page.
const PER_PAGE: i64 = 25;

/// `/desk/people?q=&organisation=&role=&page=`.
pub async fn show(cx: &RequestContext, filter: PeopleFilter, mut page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let load = async |page: i64| {
        organisations::list_people(&cx.backend, &cx.actor, &filter, PER_PAGE, (page - 1) * PER_PAGE).await
    };
    let (mut rows, total) = load(page).await?;
    if rows.is_empty() && total > 0 {
        page = (total + PER_PAGE - 1) / PER_PAGE;
        rows = load(page).await?.0;
    }
    let organisations = organisations::list_administered(&cx.backend, &cx.actor).await?;
    let list = if rows.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "people-nobody")}</p></div> }.into_any()
    } else {
        table(cx, rows)
    };
    let count = t!(lang, "people-count", count = total);
    let title = list_title(cx, &count, t!(lang, "nav-people"));
    let body = view! {
        <Breadcrumbs current=t!(lang, "nav-people")/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">
                {t!(lang, "nav-people")}" "<span class="desk-count">{count}</span>
            </h1>
            <form method="post" action="/desk/people/export">
                <input type="hidden" name="q" value=filter.text.clone()/>
                <input type="hidden" name="organisation" value=filter.organisation.map(|id| id.to_string())/>
                <input type="hidden" name="role" value=filter.role.map(Role::as_str)/>
                <button class="ds-button" data-variant="secondary" type="submit" name="what" value="people">{t!(lang, "people-export")}</button>
            </form>
        </div>
        {tabs(cx, "/desk/people")}
        {filters(cx, &filter, &organisations)}
        <section aria-labelledby="list-title">
            <h2 class="visually-hidden" id="list-title">{t!(lang, "nav-people")}</h2>
            {list}
        </section>
        <Pagination page total per_page=PER_PAGE/>
    };
    Ok(Page::new(title, body))
}

fn filters(cx: &RequestContext, filter: &PeopleFilter, organisations: &[Organisation]) -> AnyView {
    let lang = cx.lang;
    let form = FormState::new(Uuid::nil())
        .with("organisation", filter.organisation.map_or_else(|| "any".to_owned(), |id| id.to_string()))
        .with("role", filter.role.map_or("any", Role::as_str));
    let any = |label: &str| ("any".to_owned(), label.to_owned());
    let mut organisation_choices = vec![any(t!(lang, "people-any-organisation"))];
    organisation_choices.extend(
        organisations.iter().map(|organisation| (organisation.id.to_string(), organisation.name.clone())),
    );
    let mut roles = vec![any(t!(lang, "people-any-role"))];
    roles.extend(
        Role::ALL.iter().map(|role| (role.as_str().to_owned(), text_for(lang, "role-", role.as_str()))),
    );
    view! {
        <form method="get" action="/desk/people" class="filters" role="search" aria-label=t!(lang, "people-filter")>
            <div class="ds-field">
                <label class="ds-label" data-weight="medium" for="q">{t!(lang, "people-search")}</label>
                <input class="ds-input" id="q" name="q" r#type="search" maxlength="100" value=filter.text.clone()/>
            </div>
            <SelectField form=form.clone() name="organisation" label=t!(lang, "people-organisation") choices=organisation_choices/>
            <SelectField form=form name="role" label=t!(lang, "people-role") choices=roles/>
            <p class="actions">
                <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "show")}</button>
                <a class="ds-link" href="/desk/people">{t!(lang, "desk-clear")}</a>
            </p>
        </form>
    }
    .into_any()
}

fn table(cx: &RequestContext, people: Vec<Person>) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = people
        .into_iter()
        .map(|person| {
            let mut roles: Vec<String> = person
                .memberships
                .iter()
                .map(|membership| {
                    let role = role_text(cx, membership.role, membership.level);
                    t!(lang, "people-role-in", role = role, organisation = membership.name.as_str())
                })
                .collect();
            if cx.actor.can_run_portal() && person.role != Role::Participant {
                roles.insert(0, t!(lang, "people-role-portal", role = role_text(cx, person.role, person.level)));
            }
            let unconfirmed = (!person.email_confirmed)
                .then(|| view! { <p class="meta">{t!(lang, "people-address-not-confirmed")}</p> });
            let deactivated = person
                .deactivated_at
                .map(|_| view! { " "<Tag tone=Tone::Warning text=t!(lang, "people-deactivated")/> });
            let roles: Vec<_> = roles.into_iter().map(|role| view! { <li>{role}</li> }).collect();
            view! {
                <tr>
                    <th scope="row"><a class="ds-link" href=format!("/desk/people/{}", person.id)>{person.name}</a>{deactivated}</th>
                    <td data-label=t!(lang, "field-email")>{person.email}{unconfirmed}</td>
                    <td data-label=t!(lang, "people-roles")><ul class="plain-list">{roles}</ul></td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="ds-table table-cards">
            <caption class="visually-hidden">{t!(lang, "nav-people")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(lang, "people-name")}</th>
                    <th scope="col">{t!(lang, "field-email")}</th>
                    <th scope="col">{t!(lang, "people-roles")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
