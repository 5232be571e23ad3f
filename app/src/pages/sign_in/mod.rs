//! The pages for signing in.

pub mod code;
mod demo;
pub mod link;
pub mod provider;

use demo::demo_accounts;
use fyr_i18n::t;
use fyr_usecases::{Error, Registration, people, status};
use leptos::prelude::*;
use provider::ProviderButtons;

use crate::{
    FormState, Page, RequestContext,
    components::{OutageLine, SubmitButton, TextField},
    query::with_query,
};

/// `/sign-in`; in demo mode with a button for each demo account.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let accounts = people::list_demo_accounts(&cx.backend).await?;
    let overview = status::overview(&cx.backend).await.ok();
    let (next, unsent) = (form.value("next"), form.value("unsent") == "yes");
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "sign-in-title")}</h1>
            <OutageLine overview/>
            <p class="ds-paragraph">{t!(lang, "sign-in-intro")}" "<a class="ds-link" href="/tickets/new">{t!(lang, "sign-in-guest")}</a></p>
            {unsent.then(|| view! { <p class="ds-alert" data-color="info" role="status">{t!(lang, "sign-in-unsent")}</p> })}
            <form method="post" action="/sign-in" class="stack" novalidate>
                <input type="hidden" name="next" value=form.value("next")/>
                {unsent.then(|| view! { <input type="hidden" name="unsent" value="yes"/> })}
                <TextField form=form.clone() name="email" kind="email" autocomplete="username" label=t!(lang, "field-email")/>
                <TextField form=form.clone() name="password" kind="password" autocomplete="current-password" label=t!(lang, "field-password")/>
                <p class="actions"><SubmitButton label=t!(lang, "sign-in")/></p>
            </form>
            <ul class="ds-list">
                <li><a class="ds-link" href="/password/forgotten">{t!(lang, "sign-in-forgotten")}</a></li>
                <li><a class="ds-link" href=with_next("/sign-in/link", &next)>{t!(lang, "sign-in-by-link")}</a></li>
                {(cx.backend.settings.accounts.registration == Registration::Open).then(|| view! {
                    <li><a class="ds-link" href=with_next("/register", &next)>{t!(lang, "sign-in-register")}</a></li>
                })}
            </ul>
            <ProviderButtons next=form.value("next")/>
            {(!accounts.is_empty()).then(|| demo_accounts(cx, accounts, &next))}
        </div>
    };
    Ok(Page::new(t!(lang, "sign-in-title"), body).refusal_heading(t!(lang, "sign-in-refused")))
}

/// The path with a `next` parameter, where it is not the start page.
fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() || next == "/" {
        return path.to_owned();
    }
    with_query(path, [("next", next)])
}
