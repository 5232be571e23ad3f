//! An invitation that came by mail: what it is, and a button that accepts it.

use fyr_i18n::{t, text_of};
use fyr_services::{
    Error,
    organisations::{self, Opened, Way},
};
use leptos::prelude::*;

use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit, TextField},
    pages::account::access::offer_facts,
};

/// `/invitation?token=`.
pub async fn show(cx: &Cx, token: &str, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let opened = organisations::open(&cx.services, &cx.actor, token).await?;
    let title = t!(lang, "invitation-title");
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph">{words(cx, &opened)}</p>
            {counsellors(cx, &opened).map(|words| view! { <p class="ds-paragraph">{words}</p> })}
            {opened.offer.as_ref().map(|offer| offer_facts(cx, offer))}
            {way(cx, &opened, token, &form)}
        </div>
    };
    Ok(Page::new(title, body))
}

fn words(cx: &Cx, opened: &Opened) -> String {
    let lang = cx.lang;
    let by = opened.by.clone().unwrap_or_else(|| t!(lang, "site-name").to_owned());
    let place = opened.organisation.clone().unwrap_or_else(|| t!(lang, "site-name").to_owned());
    if opened.offer.is_some() {
        return t!(lang, "mail-offer", by = by, place = place);
    }
    let role = text_of(lang, "role-", opened.role.as_str());
    t!(lang, "mail-invitation", by = by, place = place, role = role)
}

/// That joining an organisation lets its admins appoint a counsellor.
fn counsellors(cx: &Cx, opened: &Opened) -> Option<String> {
    let place = opened.organisation.clone().filter(|_| opened.offer.is_none())?;
    let page = t!(cx.lang, "access-title");
    Some(t!(cx.lang, "invitation-counsellor", place = place, page = page))
}

fn way(cx: &Cx, opened: &Opened, token: &str, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let email = opened.email.clone();
    match opened.way {
        Way::Button => view! {
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/invitation" id="code">
                <input type="hidden" name="token" value=token.to_owned()/>
                <p class="actions"><Submit label=t!(lang, "invitation-accept")/></p>
            </form>
        }
        .into_any(),
        Way::SignIn => view! {
            <p class="ds-paragraph">{t!(lang, "invitation-sign-in", email = email)}</p>
            <p class="actions">
                <a class="ds-button" data-variant="primary" href=format!("/sign-in?next=/invitation%3Ftoken%3D{token}")>{t!(lang, "sign-in")}</a>
            </p>
        }
        .into_any(),
        Way::Other => {
            view! { <p class="ds-alert" data-color="warning">{t!(lang, "invitation-other", email = email)}</p> }.into_any()
        }
        Way::Join | Way::FirstPassword => {
            let joins = opened.way == Way::Join;
            let min = cx.services.settings.accounts.password_min;
            view! {
                <p class="ds-paragraph">
                    {if joins {
                        t!(lang, "invitation-join", email = email.clone())
                    } else {
                        t!(lang, "invitation-first-password", email = email.clone())
                    }}
                </p>
                <ErrorSummary form=form.clone()/>
                <form method="post" action="/invitation" class="stack" novalidate>
                    <input type="hidden" name="token" value=token.to_owned()/>
                    <input type="hidden" name="email" autocomplete="username" value=email/>
                    {joins.then(|| view! {
                        <TextField form=form.clone() name="name" autocomplete="name" label=t!(lang, "new-name")/>
                    })}
                    <TextField form=form.clone() name="password" kind="password" autocomplete="new-password"
                        label=t!(lang, "password-new") hint=t!(lang, "password-hint", min = min)/>
                    <p class="actions"><Submit label=t!(lang, "invitation-accept")/></p>
                </form>
            }
            .into_any()
        }
    }
}
