//! Giving one's participants to a colleague.

use fyr_i18n::{date, t};
use fyr_services::{
    Error,
    relations::{self, Relation},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, FieldError, SelectField, Submit, TextField},
};

/// `/participants/hand-over?of=`: one's own, or someone's whom one looks after.
pub async fn show(cx: &Cx, of: Option<Uuid>, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let user = cx.actor.user_id().ok_or(Error::SignInFirst)?;
    let offered = relations::to_hand_over(&cx.services, &cx.actor, of.unwrap_or(user)).await?;
    let other = of.filter(|of| *of != user).map(|_| offered.from.name.clone());
    let title = match &other {
        Some(name) => t!(lang, "people-hand-over-of", name = name.as_str()),
        None => t!(lang, "hand-over-title").to_owned(),
    };
    let above = match of.filter(|of| *of != user) {
        Some(id) => vec![
            ("/desk/people".to_owned(), t!(lang, "nav-people").to_owned()),
            (format!("/desk/people/{id}"), offered.from.name.clone()),
        ],
        None => vec![("/participants".to_owned(), t!(lang, "nav-participants").to_owned())],
    };
    let nothing = offered.participants.is_empty() || offered.colleagues.is_empty();
    let inner = if nothing {
        view! { <p class="ds-paragraph empty">{t!(lang, "hand-over-nothing")}</p> }.into_any()
    } else {
        let colleagues =
            offered.colleagues.iter().map(|one| (one.id.to_string(), one.name.clone())).collect();
        sheet(cx, of, &form, &offered.participants, colleagues)
    };
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above here=title.clone()/>
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            <p class="ds-paragraph">{t!(lang, "hand-over-text")}</p>
            {stand_ins(cx, &offered.stand_ins)}
            {inner}
        </div>
    };
    Ok(Page::new(title, body))
}

fn stand_ins(cx: &Cx, ties: &[Relation]) -> Option<AnyView> {
    let lang = cx.lang;
    let items: Vec<_> = ties
        .iter()
        .map(|tie| {
            let until = tie.until.map(|until| date(lang, cx.services.last_day(until))).unwrap_or_default();
            let (who, whom) = (tie.counsellor.as_str(), tie.participant.as_str());
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

fn sheet(
    cx: &Cx,
    of: Option<Uuid>,
    form: &FormState,
    participants: &[Relation],
    colleagues: Vec<(String, String)>,
) -> AnyView {
    let lang = cx.lang;
    let fresh = form.values.is_empty();
    let wrong = form.problem(lang, "participant");
    let boxes: Vec<_> = participants
        .iter()
        .enumerate()
        .map(|(at, tie)| {
            let value = tie.participant_id.to_string();
            // the first one is where the error summary leads
            let id = if at == 0 { "participant".to_owned() } else { format!("participant-{value}") };
            let ticked = fresh || form.ticked("participant", &value);
            view! {
                <label class="choice" for=id.clone()>
                    <input class="ds-input" type="checkbox" id=id.clone() name="participant" value=value.clone() checked=ticked/>
                    <span>{tie.participant.clone()}</span>
                </label>
            }
        })
        .collect();
    let for_good = form.value("how") == "good";
    view! {
        <ErrorSummary form=form.clone()/>
        <form method="post" action="/participants/hand-over" class="stack">
            {of.map(|of| view! { <input type="hidden" name="of" value=of.to_string()/> })}
            <SelectField form=form.clone() name="to" label=t!(lang, "hand-over-to") choices=colleagues/>
            <fieldset class="ds-fieldset">
                <legend class="ds-label" data-weight="medium">{t!(lang, "hand-over-how")}</legend>
                <div class="choices">
                    <label class="choice" for="how-while">
                        <input class="ds-input" type="radio" id="how-while" name="how" value="while" checked=!for_good/>
                        <span>{t!(lang, "hand-over-while")}<span class="choice-hint">{t!(lang, "hand-over-while-hint")}</span></span>
                    </label>
                    <label class="choice" for="how-good">
                        <input class="ds-input" type="radio" id="how-good" name="how" value="good" checked=for_good/>
                        <span>{t!(lang, "hand-over-good")}<span class="choice-hint">{t!(lang, "hand-over-good-hint")}</span></span>
                    </label>
                </div>
            </fieldset>
            <TextField form=form.clone() name="until" kind="date" optional=true label=t!(lang, "hand-over-until") hint=t!(lang, "hand-over-until-hint")/>
            <fieldset class="ds-fieldset">
                <legend class="ds-label" data-weight="medium">{t!(lang, "hand-over-whom")}</legend>
                <div class="choices" data-columns="2">{boxes}</div>
                <FieldError name="participant".to_owned() text=wrong/>
            </fieldset>
            <p class="actions"><Submit label=t!(lang, "hand-over-button")/></p>
        </form>
    }
    .into_any()
}
