//! Inviting participants with a code or by mail: accepting gives the counsellor access.

use fyr_domain::permission::{Permission, may};
use fyr_i18n::{date, t};
use fyr_usecases::{
    Error, organisations,
    relations::{self, PendingOffer},
};
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, Confirm, FormKey, SelectField, TextField},
    pages::desk::people::person::scope_choices,
};

/// `/participants/invite`.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let invitations = relations::list_pending_offers(&cx.backend, &cx.actor).await?;
    let mut organisation_choices: Vec<(String, String)> = organisations::list_own(&cx.backend, &cx.actor)
        .await?
        .into_iter()
        .filter(|organisation| may(&cx.actor, Permission::CounselIn(Some(organisation.id))))
        .map(|organisation| (organisation.id.to_string(), organisation.name))
        .collect();
    if may(&cx.actor, Permission::CounselIn(None)) {
        organisation_choices.push(("portal".to_owned(), t!(lang, "people-whole-portal").to_owned()));
    }
    let ancestors = vec![("/participants".to_owned(), t!(lang, "nav-participants").to_owned())];
    let several = organisation_choices.len() > 1;
    let only_choice = organisation_choices.first().map(|(value, _)| value.clone()).unwrap_or_default();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors current=t!(lang, "people-invite")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "people-invite")}</h1>
            <p class="ds-paragraph">{t!(lang, "code-text")}</p>
            {pending_invitations(cx, invitations)}
            <form method="post" action="/participants/invite" class="stack" novalidate>
                <FormKey form=form.clone()/>
                {if several {
                    view! { <SelectField form=form.clone() name="organisation" unset=true label=t!(lang, "people-organisation") choices=organisation_choices/> }.into_any()
                } else {
                    view! { <input type="hidden" name="organisation" value=only_choice/> }.into_any()
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

fn pending_invitations(cx: &RequestContext, invitations: Vec<PendingOffer>) -> Option<AnyView> {
    let lang = cx.lang;
    let items: Vec<_> = invitations
        .into_iter()
        .map(|invitation| {
            let last = date(lang, cx.backend.last_day(invitation.expires_at));
            let code_or_email = invitation.code.map_or(invitation.email, |code| code.to_string());
            view! {
                <li class="ticket-row">
                    <div>
                        <strong class="reference code">{code_or_email.clone()}</strong>
                        <p class="meta">{t!(lang, "code-until", until = last)}</p>
                    </div>
                    <Confirm label=t!(lang, "invite-withdraw") about=code_or_email.clone()
                        consequence=t!(lang, "invite-withdraw-text", whom = code_or_email.as_str())>
                        <form method="post" action="/participants/invite">
                            <input type="hidden" name="withdraw" value=invitation.id.to_string()/>
                            <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit">{t!(lang, "invite-withdraw-yes")}</button>
                        </form>
                    </Confirm>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="ds-card" id="codes" tabindex="-1" aria-labelledby="codes-title">
                <h2 class="ds-heading" data-size="xs" id="codes-title">{t!(lang, "invite-waiting")}</h2>
                <ul class="rows">{items}</ul>
            </section>
        }
        .into_any()
    })
}
