//! People: searching, and what each is.

use fyr_domain::Role;
use fyr_i18n::{t, text_of};
use fyr_services::{
    Error,
    organisations::{self, Organisation, Person, Wanted},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{done, role_words, tabs};
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, Pagination, SelectField},
};

/// People on a page.
const PER_PAGE: i64 = 25;

/// `/desk/people?q=&organisation=&role=&page=`.
pub async fn show(cx: &Cx, wanted: Wanted, mut page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let load = async |page: i64| {
        organisations::list(&cx.services, &cx.actor, &wanted, PER_PAGE, (page - 1) * PER_PAGE).await
    };
    let (mut rows, total) = load(page).await?;
    if rows.is_empty() && total > 0 {
        page = (total + PER_PAGE - 1) / PER_PAGE;
        rows = load(page).await?.0;
    }
    let places = organisations::administered(&cx.services, &cx.actor).await?;
    let list = if rows.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "people-nobody")}</p></div> }.into_any()
    } else {
        table(cx, rows)
    };
    let body = view! {
        <Breadcrumbs here=t!(lang, "nav-people")/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">
                {t!(lang, "nav-people")}" "<span class="desk-count">{t!(lang, "people-count", count = total)}</span>
            </h1>
            <form method="post" action="/desk/people/export">
                <input type="hidden" name="q" value=wanted.text.clone()/>
                <input type="hidden" name="organisation" value=wanted.organisation.map(|id| id.to_string())/>
                <input type="hidden" name="role" value=wanted.role.map(Role::as_str)/>
                <button class="ds-button" data-variant="secondary" type="submit" name="what" value="people">{t!(lang, "people-export")}</button>
            </form>
        </div>
        {tabs(cx, "/desk/people")}
        {done(cx, &["imported"])}
        {filters(cx, &wanted, &places)}
        <section aria-labelledby="list-title">
            <h2 class="visually-hidden" id="list-title">{t!(lang, "nav-people")}</h2>
            {list}
        </section>
        <Pagination page total per_page=PER_PAGE/>
    };
    Ok(Page::new(t!(lang, "nav-people"), body))
}

fn filters(cx: &Cx, wanted: &Wanted, places: &[Organisation]) -> AnyView {
    let lang = cx.lang;
    let form = FormState::new(Uuid::nil())
        .with("organisation", wanted.organisation.map_or_else(|| "any".to_owned(), |id| id.to_string()))
        .with("role", wanted.role.map_or("any", Role::as_str));
    let any = |words: &str| ("any".to_owned(), words.to_owned());
    let mut organisations = vec![any(t!(lang, "people-any-organisation"))];
    organisations.extend(places.iter().map(|place| (place.id.to_string(), place.name.clone())));
    let mut roles = vec![any(t!(lang, "people-any-role"))];
    roles.extend(
        Role::ALL.iter().map(|role| (role.as_str().to_owned(), text_of(lang, "role-", role.as_str()))),
    );
    view! {
        <form method="get" action="/desk/people" class="filters" role="search" aria-label=t!(lang, "people-filter")>
            <div class="ds-field">
                <label class="ds-label" data-weight="medium" for="q">{t!(lang, "people-search")}</label>
                <input class="ds-input" id="q" name="q" r#type="search" maxlength="100" value=wanted.text.clone()/>
            </div>
            <SelectField form=form.clone() name="organisation" label=t!(lang, "people-organisation") choices=organisations/>
            <SelectField form=form name="role" label=t!(lang, "people-role") choices=roles/>
            <p class="actions">
                <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "show")}</button>
                <a class="ds-link" href="/desk/people">{t!(lang, "desk-clear")}</a>
            </p>
        </form>
    }
    .into_any()
}

fn table(cx: &Cx, people: Vec<Person>) -> AnyView {
    let lang = cx.lang;
    let rows: Vec<_> = people
        .into_iter()
        .map(|person| {
            let mut is: Vec<String> = person
                .places
                .iter()
                .map(|place| {
                    let words = role_words(cx, place.role, place.level);
                    t!(lang, "people-role-in", role = words, organisation = place.name.as_str())
                })
                .collect();
            if cx.actor.runs_portal() && person.role != Role::Participant {
                is.insert(0, t!(lang, "people-role-portal", role = role_words(cx, person.role, person.level)));
            }
            let is: Vec<_> = is.into_iter().map(|words| view! { <li>{words}</li> }).collect();
            view! {
                <tr>
                    <th scope="row"><a class="ds-link" href=format!("/desk/people/{}", person.id)>{person.name}</a></th>
                    <td data-label=t!(lang, "field-email")>{person.email}</td>
                    <td data-label=t!(lang, "people-roles")><ul class="plain-list">{is}</ul></td>
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
