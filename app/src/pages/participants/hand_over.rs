//! Handing over participants to a colleague, for a while or for good.

use fyr_i18n::{date, t};
use fyr_usecases::{
    Error,
    relations::{self, Relation},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, FieldError, SelectField, SubmitButton, TextField},
};

/// `/participants/hand-over?of=`: of the actor, or of another counsellor whom the actor administers.
pub async fn show(cx: &RequestContext, counsellor: Option<Uuid>, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let user = cx.actor.user_id().ok_or(Error::SignInFirst)?;
    let options = relations::handover_options(&cx.backend, &cx.actor, counsellor.unwrap_or(user)).await?;
    let other = counsellor.filter(|id| *id != user).map(|_| options.from.name.clone());
    let title = match &other {
        Some(name) => t!(lang, "people-hand-over-of", name = name.as_str()),
        None => t!(lang, "hand-over-title").to_owned(),
    };
    let ancestors = match counsellor.filter(|id| *id != user) {
        Some(id) => vec![
            ("/desk/people".to_owned(), t!(lang, "nav-people").to_owned()),
            (format!("/desk/people/{id}"), options.from.name.clone()),
        ],
        None => vec![("/participants".to_owned(), t!(lang, "nav-participants").to_owned())],
    };
    let nothing = options.participants.is_empty() || options.colleagues.is_empty();
    let content = if nothing {
        view! { <p class="ds-paragraph empty">{t!(lang, "hand-over-nothing")}</p> }.into_any()
    } else {
        let colleagues = options
            .colleagues
            .iter()
            .map(|colleague| (colleague.id.to_string(), colleague.name.clone()))
            .collect();
        hand_over_form(cx, counsellor, &form, &options.participants, colleagues)
    };
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors current=title.clone()/>
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            <p class="ds-paragraph">{t!(lang, "hand-over-text")}</p>
            {stand_ins(cx, &options.stand_ins)}
            {content}
        </div>
    };
    Ok(Page::new(title, body))
}

fn stand_ins(cx: &RequestContext, relations: &[Relation]) -> Option<AnyView> {
    let lang = cx.lang;
    let items: Vec<_> = relations
        .iter()
        .map(|relation| {
            let until =
                relation.until.map(|until| date(lang, cx.backend.last_day(until))).unwrap_or_default();
            let (who, whom) = (relation.counsellor.as_str(), relation.participant.as_str());
            view! { <li>{t!(lang, "hand-over-now", who = who, whom = whom, until = until)}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="ds-card" aria-labelledby="stand-ins-title">
                <h2 class="ds-heading" data-size="xs" id="stand-ins-title">{t!(lang, "hand-over-stand-ins")}</h2>
                <ul class="ds-list">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn hand_over_form(
    cx: &RequestContext,
    counsellor: Option<Uuid>,
    form: &FormState,
    participants: &[Relation],
    colleagues: Vec<(String, String)>,
) -> AnyView {
    let lang = cx.lang;
    let error = form.problem_text(lang, "participant");
    let boxes: Vec<_> = participants
        .iter()
        .map(|relation| {
            let value = relation.participant_id.to_string();
            let id = format!("participant-{value}");
            let checked = form.is_checked("participant", &value);
            view! {
                <label class="choice" for=id.clone()>
                    <input class="ds-input" type="checkbox" id=id.clone() name="participant" value=value.clone() checked=checked/>
                    <span>{relation.participant.clone()}</span>
                </label>
            }
        })
        .collect();
    let permanent = form.value("how") == "good";

    view! {
        <form method="post" action="/participants/hand-over" class="stack" novalidate>
            {counsellor.map(|id| view! { <input type="hidden" name="of" value=id.to_string()/> })}
            <SelectField form=form.clone() name="to" unset=true label=t!(lang, "hand-over-to") choices=colleagues/>
            <fieldset class="ds-fieldset">
                <legend class="ds-label" data-weight="medium">{t!(lang, "hand-over-how")}</legend>
                <div class="choices">
                    <label class="choice" for="how-while">
                        <input class="ds-input" type="radio" id="how-while" name="how" value="while" checked=!permanent/>
                        <span>{t!(lang, "hand-over-while")}<span class="choice-hint">{t!(lang, "hand-over-while-hint")}</span></span>
                    </label>
                    <div class="choice-more">
                        <TextField form=form.clone() name="until" kind="date" label=t!(lang, "hand-over-until")/>
                    </div>
                    <label class="choice" for="how-good">
                        <input class="ds-input" type="radio" id="how-good" name="how" value="good" checked=permanent/>
                        <span>{t!(lang, "hand-over-good")}<span class="choice-hint">{t!(lang, "hand-over-good-hint")}</span></span>
                    </label>
                </div>
            </fieldset>
            <fieldset class="ds-fieldset">
                <legend class="ds-label" data-weight="medium">{t!(lang, "hand-over-whom")}</legend>
                <label class="choice" for="participant">
                    <input class="ds-input" type="checkbox" id="participant" name="everyone" value="yes"
                        checked=form.is_checked("everyone", "yes")/>
                    <span><strong>{t!(lang, "hand-over-everyone")}</strong></span>
                </label>
                <div class="choices" data-columns="2">{boxes}</div>
                <FieldError field_id="participant".to_owned() message=error/>
            </fieldset>
            <p class="actions"><SubmitButton label=t!(lang, "hand-over-button")/></p>
        </form>
    }
    .into_any()
}
