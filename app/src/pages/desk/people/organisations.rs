//! The organisations that the actor administers, and creating a new one.

use fyr_domain::permission::{Permission, may};
use fyr_i18n::{t, text_for};
use fyr_usecases::{Error, organisations};
use leptos::prelude::*;

use super::{ancestors, tabs};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, FormKey, SubmitButton, TextField},
};

/// `/desk/people/organisations`.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let organisations = organisations::list_administered(&cx.backend, &cx.actor).await?;
    let none = organisations.is_empty();
    let items: Vec<_> = organisations
        .into_iter()
        .map(|organisation| {
            let sharing = text_for(lang, "sharing-", organisation.sharing.as_str());
            view! {
                <li class="ds-card">
                    <h2 class="ds-heading" data-size="2xs">
                        <a class="ds-link" href=format!("/desk/people/organisations/{}", organisation.id)>{organisation.name}</a>
                    </h2>
                    <p class="meta">{sharing}</p>
                </li>
            }
        })
        .collect();
    let body = view! {
        <Breadcrumbs ancestors=ancestors(cx) current=t!(lang, "people-tab-organisations")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "people-tab-organisations")}</h1>
        {tabs(cx, "/desk/people/organisations")}
        {none.then(|| view! { <p class="ds-paragraph empty">{t!(lang, "organisation-none")}</p> })}
        <ul class="card-list">{items}</ul>
        {may(&cx.actor, Permission::CreateOrganisation).then(|| create_form(cx, &form))}
    };
    Ok(Page::new(t!(lang, "people-tab-organisations"), body))
}

fn create_form(cx: &RequestContext, form: &FormState) -> AnyView {
    let lang = cx.lang;
    view! {
        <section class="ds-card" aria-labelledby="create-title">
            <h2 class="ds-heading" data-size="sm" id="create-title">{t!(lang, "organisation-create")}</h2>
            <form method="post" action="/desk/people/organisations" class="stack" novalidate>
                <FormKey form=form.clone()/>
                <TextField form=form.clone() name="organisation_name" label=t!(lang, "organisation-name")/>
                <p class="actions"><SubmitButton label=t!(lang, "organisation-create-button")/></p>
            </form>
        </section>
    }
    .into_any()
}
