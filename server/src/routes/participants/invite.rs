//! Codes and mails by which participants let a counsellor in.

use axum::{extract::State, response::Response};
use fyr_app::{Cx, FormState, pages::participants::invite};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::EmailAddress,
};
use fyr_services::{Error, relations};
use uuid::Uuid;

use crate::{
    app::App,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    routes::desk_people::{again, person::terms, spot},
};

/// `GET /participants/invite`.
pub async fn show(Asked(cx): Asked) -> Response {
    let form = FormState::new(cx.services.clock.id());
    page(cx, async |cx| invite::show(&cx, form).await).await
}

/// `POST /participants/invite` with `action` = `code` or `mail`, or with `withdraw`.
pub async fn post(State(app): State<App>, Asked(cx): Asked, sent: Sent) -> Response {
    let form_key = sent.form_key(&app);
    match act(&cx, form_key, &sent).await {
        Ok(()) => see_other("/participants/invite#codes"),
        Err(Error::Invalid(errors)) => {
            let form = again(sent, errors, form_key);
            page(cx, async |cx| Ok(invite::show(&cx, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

async fn act(cx: &Cx, form_key: Uuid, sent: &Sent) -> Result<(), Error> {
    let (ctx, actor) = (&cx.services, &cx.actor);
    // whoever is no counsellor is told nothing about the form
    relations::invited(ctx, actor).await?;
    if sent.values.contains_key("withdraw") {
        let id = Uuid::parse_str(sent.value("withdraw")).map_err(|_| Error::NotFound)?;
        return relations::withdraw(ctx, actor, id).await;
    }
    let mut errors = FieldErrors::default();
    let place = errors.check("organisation", spot(sent.value("organisation")));
    let terms = terms(cx, sent, &mut errors);
    let mailed = match sent.value("action") {
        "code" => None,
        "mail" => Some(errors.check("email", EmailAddress::parse(sent.value("email")))),
        _ => return Err(FieldErrors::one("action", Problem::UnknownChoice).into()),
    };
    let (Some(place), Some(terms), true) = (place, terms, errors.is_empty()) else {
        return Err(errors.into());
    };
    let made = (form_key, place.organisation);
    match mailed.flatten() {
        Some(email) => relations::invite(ctx, actor, made, &terms, (&email, cx.lang)).await,
        None => relations::make_code(ctx, actor, made, &terms).await,
    }
}
