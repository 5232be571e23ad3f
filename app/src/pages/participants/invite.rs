//! Codes to tell and mails to send: whoever accepts lets the counsellor in.

use fyr_domain::permission::{Question, may};
use fyr_i18n::{date, t};
use fyr_services::{
    Error, organisations,
    relations::{self, Told},
};
use leptos::prelude::*;

use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, FormKey, SelectField, TextField},
    pages::desk::people::person::scope_choices,
};

/// `/participants/invite`.
pub async fn show(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let told = relations::invited(&cx.services, &cx.actor).await?;
    let mut places: Vec<(String, String)> = organisations::own(&cx.services, &cx.actor)
        .await?
        .into_iter()
        .filter(|place| may(&cx.actor, Question::CounselIn(Some(place.id))))
        .map(|place| (place.id.to_string(), place.name))
        .collect();
    if may(&cx.actor, Question::CounselIn(None)) {
        places.push(("portal".to_owned(), t!(lang, "people-whole-portal").to_owned()));
    }
    let above = vec![("/participants".to_owned(), t!(lang, "nav-participants").to_owned())];
    let several = places.len() > 1;
    let only = places.first().map(|(value, _)| value.clone()).unwrap_or_default();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above here=t!(lang, "people-invite")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "people-invite")}</h1>
            <p class="ds-paragraph">{t!(lang, "code-text")}</p>
            {waiting(cx, told)}
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/participants/invite" class="stack" novalidate>
                <FormKey form=form.clone()/>
                {if several {
                    view! { <SelectField form=form.clone() name="organisation" label=t!(lang, "people-organisation") choices=places/> }.into_any()
                } else {
                    view! { <input type="hidden" name="organisation" value=only/> }.into_any()
                }}
                <SelectField form=form.clone() name="scope" label=t!(lang, "relation-scope") choices=scope_choices(cx)/>
                <TextField form=form.clone() name="purpose" optional=true label=t!(lang, "relation-purpose") hint=t!(lang, "relation-purpose-hint")/>
                <TextField form=form.clone() name="until" kind="date" optional=true label=t!(lang, "relation-until")/>
                <TextField form=form.clone() name="email" kind="email" optional=true label=t!(lang, "code-email") hint=t!(lang, "code-email-hint")/>
                <p class="actions">
                    <button class="ds-button" data-variant="primary" type="submit" name="action" value="code">{t!(lang, "code-make")}</button>
                    <button class="ds-button" data-variant="secondary" type="submit" name="action" value="mail">{t!(lang, "code-mail")}</button>
                </p>
            </form>
        </div>
    };
    Ok(Page::new(t!(lang, "people-invite"), body))
}

fn waiting(cx: &Cx, told: Vec<Told>) -> Option<AnyView> {
    let lang = cx.lang;
    let items: Vec<_> = told
        .into_iter()
        .map(|one| {
            let last = date(lang, cx.services.last_day(one.expires_at));
            let words = one.code.map_or(one.email, |code| code.to_string());
            let label = format!("{}: {words}", t!(lang, "invite-withdraw"));
            view! {
                <li class="ticket-row">
                    <div>
                        <strong class="reference code">{words.clone()}</strong>
                        <p class="meta">{t!(lang, "code-until", until = last)}</p>
                    </div>
                    <form method="post" action="/participants/invite">
                        <input type="hidden" name="withdraw" value=one.id.to_string()/>
                        <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" aria-label=label>{t!(lang, "invite-withdraw")}</button>
                    </form>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="ds-card" id="codes" aria-labelledby="codes-title">
                <h2 class="ds-heading" data-size="xs" id="codes-title">{t!(lang, "invite-waiting")}</h2>
                <ul class="rows">{items}</ul>
            </section>
        }
        .into_any()
    })
}
