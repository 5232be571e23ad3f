//! Asking people to join, and who has not answered yet.

use fyr_domain::{Lang, Level};
use fyr_i18n::{date, t};
use fyr_services::{
    Error,
    organisations::{self, Invited},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{above, done, level_choices, place_choices, role_choices, role_words, tabs};
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, FormKey, SelectField, Submit, TextField},
};

/// `/desk/people/invitations?done=`.
pub async fn show(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let waiting = organisations::invitations(&cx.services, &cx.actor).await?;
    let places = organisations::administered(&cx.services, &cx.actor).await?;
    let mut ids: Vec<Option<Uuid>> = places.iter().map(|place| Some(place.id)).collect();
    let mut choices = place_choices(cx, &places).await?;
    if cx.actor.runs_portal() {
        ids.push(None);
        choices.push(("portal".to_owned(), t!(lang, "people-whole-portal").to_owned()));
    }
    let languages = Lang::ALL.iter().map(|lang| (lang.tag().to_owned(), lang.endonym().to_owned())).collect();
    let form = if form.value("lang").is_empty() { form.with("lang", lang.tag()) } else { form };
    let body = view! {
        <Breadcrumbs above=above(cx) here=t!(lang, "people-tab-invitations")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "people-tab-invitations")}</h1>
        {tabs(cx, "/desk/people/invitations")}
        {done(cx, &["invited", "withdrawn"])}
        <section class="ds-card" aria-labelledby="invite-title">
            <h2 class="ds-heading" data-size="sm" id="invite-title">{t!(lang, "invite-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "invite-text")}</p>
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/desk/people/invitations" class="stack" novalidate>
                <FormKey form=form.clone()/>
                <TextField form=form.clone() name="email" kind="email" label=t!(lang, "field-email")/>
                <div class="fields-2">
                    <SelectField form=form.clone() name="role" label=t!(lang, "people-role") choices=role_choices(cx, &ids)/>
                    <SelectField form=form.clone() name="team" label=t!(lang, "people-place") choices/>
                    <SelectField form=form.clone() name="level" label=t!(lang, "people-level") choices=level_choices(cx)/>
                    <SelectField form=form.clone() name="lang" label=t!(lang, "invite-language") choices=languages/>
                </div>
                <p class="actions"><Submit label=t!(lang, "invite-send")/></p>
            </form>
        </section>
        <section aria-labelledby="waiting-title">
            <h2 class="ds-heading" data-size="sm" id="waiting-title">{t!(lang, "invite-waiting")}</h2>
            {list(cx, waiting)}
        </section>
    };
    Ok(Page::new(t!(lang, "people-tab-invitations"), body))
}

fn list(cx: &Cx, waiting: Vec<Invited>) -> AnyView {
    let lang = cx.lang;
    if waiting.is_empty() {
        return view! { <p class="ds-paragraph empty">{t!(lang, "invite-none")}</p> }.into_any();
    }
    let items: Vec<_> = waiting
        .into_iter()
        .map(|one| {
            let invitation = one.invitation;
            let role = role_words(cx, invitation.role, Level::clamped(invitation.level));
            let words = match &one.organisation {
                Some(place) => t!(lang, "people-role-in", role = role, organisation = place.as_str()),
                None => t!(lang, "people-role-portal", role = role),
            };
            let last = date(lang, cx.services.last_day(invitation.expires_at));
            let label = format!("{}: {}", t!(lang, "invite-withdraw"), invitation.email);
            view! {
                <li class="ticket-row">
                    <div>
                        <strong>{invitation.email.clone()}</strong>
                        <p class="meta">{words}" · "{t!(lang, "relation-until")}" "{last}</p>
                    </div>
                    <form method="post" action="/desk/people/invitations">
                        <input type="hidden" name="withdraw" value=invitation.id.to_string()/>
                        <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" aria-label=label>{t!(lang, "invite-withdraw")}</button>
                    </form>
                </li>
            }
        })
        .collect();
    view! { <ul class="rows">{items}</ul> }.into_any()
}
