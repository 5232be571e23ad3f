//! Inviting people, and pending invitations.

use fyr_domain::{Lang, Level};
use fyr_i18n::{date, t};
use fyr_usecases::{
    Error,
    organisations::{self, PendingInvitation},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{RoleFields, ancestors, organisation_and_team_choices, role_text, tabs};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, Confirm, FormKey, SelectField, SubmitButton, TextField},
};

/// `/desk/people/invitations`.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let pending = organisations::list_pending_invitations(&cx.backend, &cx.actor).await?;
    let organisations = organisations::list_administered(&cx.backend, &cx.actor).await?;
    let mut ids: Vec<Option<Uuid>> = organisations.iter().map(|organisation| Some(organisation.id)).collect();
    let mut choices = organisation_and_team_choices(cx, &organisations).await?;
    if cx.actor.can_run_portal() {
        ids.push(None);
        choices.push(("portal".to_owned(), t!(lang, "people-whole-portal").to_owned()));
    }
    let languages = Lang::ALL.iter().map(|lang| (lang.tag().to_owned(), lang.endonym().to_owned())).collect();
    let form = if form.value("lang").is_empty() { form.with("lang", lang.tag()) } else { form };
    let body = view! {
        <Breadcrumbs ancestors=ancestors(cx) current=t!(lang, "people-tab-invitations")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "people-tab-invitations")}</h1>
        {tabs(cx, "/desk/people/invitations")}
        <section class="ds-card" aria-labelledby="invite-title">
            <h2 class="ds-heading" data-size="sm" id="invite-title">{t!(lang, "invite-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "invite-text")}</p>
            <form method="post" action="/desk/people/invitations" class="stack role-form" novalidate>
                <FormKey form=form.clone()/>
                <TextField form=form.clone() name="email" kind="email" label=t!(lang, "field-email")/>
                <RoleFields form=form.clone() places=choices organisations=ids/>
                <SelectField form=form.clone() name="lang" label=t!(lang, "invite-language") choices=languages/>
                <p class="actions"><SubmitButton label=t!(lang, "invite-send")/></p>
            </form>
        </section>
        <section aria-labelledby="waiting-title">
            <h2 class="ds-heading" data-size="sm" id="waiting-title">{t!(lang, "invite-waiting")}</h2>
            {invitation_list(cx, pending)}
        </section>
    };
    Ok(Page::new(t!(lang, "people-tab-invitations"), body))
}

fn invitation_list(cx: &RequestContext, pending: Vec<PendingInvitation>) -> AnyView {
    let lang = cx.lang;
    if pending.is_empty() {
        return view! { <p class="ds-paragraph empty">{t!(lang, "invite-none")}</p> }.into_any();
    }
    let items: Vec<_> = pending
        .into_iter()
        .map(|pending| {
            let invitation = pending.invitation;
            let role = role_text(cx, invitation.role, Level::clamped(invitation.level));
            let text = match &pending.organisation {
                Some(organisation) => t!(lang, "people-role-in", role = role, organisation = organisation.as_str()),
                None => t!(lang, "people-role-portal", role = role),
            };
            let last = date(lang, cx.backend.last_day(invitation.expires_at));
            view! {
                <li class="ticket-row">
                    <div>
                        <strong>{invitation.email.clone()}</strong>
                        <p class="meta">{text}" · "{t!(lang, "relation-until")}" "{last}</p>
                    </div>
                    <Confirm label=t!(lang, "invite-withdraw") about=invitation.email.clone()
                        consequence=t!(lang, "invite-withdraw-text", whom = invitation.email.as_str())>
                        <form method="post" action="/desk/people/invitations">
                            <input type="hidden" name="withdraw" value=invitation.id.to_string()/>
                            <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit">{t!(lang, "invite-withdraw-yes")}</button>
                        </form>
                    </Confirm>
                </li>
            }
        })
        .collect();
    view! { <ul class="rows">{items}</ul> }.into_any()
}
