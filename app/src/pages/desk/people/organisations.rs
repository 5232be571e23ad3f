//! The organisations that one looks after, and setting up another.

use fyr_domain::permission::{Question, may};
use fyr_i18n::{t, text_of};
use fyr_services::{Error, organisations};
use leptos::prelude::*;

use super::{above, tabs};
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, FormKey, Submit, TextField},
};

/// `/desk/people/organisations`.
pub async fn show(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let places = organisations::administered(&cx.services, &cx.actor).await?;
    let none = places.is_empty();
    let items: Vec<_> = places
        .into_iter()
        .map(|place| {
            let sharing = text_of(lang, "sharing-", place.sharing.as_str());
            view! {
                <li class="ds-card">
                    <h2 class="ds-heading" data-size="2xs">
                        <a class="ds-link" href=format!("/desk/people/organisations/{}", place.id)>{place.name}</a>
                    </h2>
                    <p class="meta">{sharing}</p>
                </li>
            }
        })
        .collect();
    let body = view! {
        <Breadcrumbs above=above(cx) here=t!(lang, "people-tab-organisations")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "people-tab-organisations")}</h1>
        {tabs(cx, "/desk/people/organisations")}
        {none.then(|| view! { <p class="ds-paragraph empty">{t!(lang, "organisation-none")}</p> })}
        <ul class="card-list">{items}</ul>
        {may(&cx.actor, Question::CreateOrganisation).then(|| create(cx, &form))}
    };
    Ok(Page::new(t!(lang, "people-tab-organisations"), body))
}

fn create(cx: &Cx, form: &FormState) -> AnyView {
    let lang = cx.lang;
    view! {
        <section class="ds-card" aria-labelledby="create-title">
            <h2 class="ds-heading" data-size="sm" id="create-title">{t!(lang, "organisation-create")}</h2>
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/desk/people/organisations" class="stack">
                <FormKey form=form.clone()/>
                <TextField form=form.clone() name="organisation_name" label=t!(lang, "organisation-name")/>
                <p class="actions"><Submit label=t!(lang, "organisation-create-button")/></p>
            </form>
        </section>
    }
    .into_any()
}
