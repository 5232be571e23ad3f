//! Signing in.

use fyr_domain::Role;
use fyr_i18n::{t, text_of};
use fyr_services::{Error, people};
use leptos::prelude::*;

use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit, TextField},
    pages::identities::ProviderButtons,
};

/// `/sign-in`; in demo mode every demo account has a button.
pub async fn sign_in(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let accounts = people::demo_accounts(&cx.services).await?;
    let next = form.value("next");
    let demo: Vec<_> = accounts
        .into_iter()
        .map(|account| {
            let role: Role = account.role;
            view! {
                <li>
                    <form method="post" action="/sign-in">
                        <input type="hidden" name="next" value=next.clone()/>
                        <input type="hidden" name="email" value=account.email.clone()/>
                        <input type="hidden" name="password" value=people::DEMO_PASSWORD/>
                        <button class="ds-button" data-variant="secondary" type="submit">
                            {account.name}
                            <span class="demo-role">{text_of(lang, "role-", role.as_str())}</span>
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "sign-in-title")}</h1>
            <p class="ds-paragraph">{t!(lang, "sign-in-intro")}" "<a class="ds-link" href="/tickets/new">{t!(lang, "sign-in-guest")}</a></p>
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/sign-in" class="stack">
                <input type="hidden" name="next" value=form.value("next")/>
                <TextField form=form.clone() name="email" kind="email" autocomplete="username" label=t!(lang, "field-email")/>
                <TextField form=form.clone() name="password" kind="password" autocomplete="current-password" label=t!(lang, "field-password")/>
                <p class="actions"><Submit label=t!(lang, "sign-in")/></p>
            </form>
            <ProviderButtons next=form.value("next")/>
            {(!demo.is_empty()).then(|| view! {
                <section class="ds-card demo-accounts" aria-labelledby="demo-title">
                    <h2 class="ds-heading" data-size="xs" id="demo-title">{t!(lang, "demo-title")}</h2>
                    <p class="ds-paragraph">{t!(lang, "demo-text")}" "<code>{people::DEMO_PASSWORD}</code></p>
                    <ul>{demo}</ul>
                </section>
            })}
        </div>
    };
    Ok(Page::new(t!(lang, "sign-in-title"), body))
}
