//! Asking people to join, and taking that back.

use axum::{extract::State, response::Response};
use fyr_app::{Cx, FormState, pages::desk::people::invitations};
use fyr_domain::{
    Lang,
    fields::{FieldErrors, Problem},
    text::EmailAddress,
};
use fyr_services::{
    Error,
    organisations::{self, Wish},
};
use uuid::Uuid;

use super::{again, level, role, spot};
use crate::{
    app::App,
    forms::Sent,
    request::{Asked, failed, page, see_other},
};

/// `GET /desk/people/invitations`.
pub async fn show(Asked(cx): Asked) -> Response {
    let form = FormState::new(cx.services.clock.id());
    page(cx, async |cx| invitations::show(&cx, form).await).await
}

/// `POST /desk/people/invitations`: a new one, or with `withdraw` one taken back.
pub async fn post(State(app): State<App>, Asked(cx): Asked, sent: Sent) -> Response {
    let form_key = sent.form_key(&app);
    let done = async {
        organisations::administered(&cx.services, &cx.actor).await?;
        if sent.values.contains_key("withdraw") {
            let id = Uuid::parse_str(sent.value("withdraw")).map_err(|_| Error::NotFound)?;
            return organisations::withdraw(&cx.services, &cx.actor, id).await.map(|()| "withdrawn");
        }
        let wish = wish(&cx, &sent)?;
        organisations::invite(&cx.services, &cx.actor, form_key, &wish).await.map(|()| "invited")
    };
    match done.await {
        Ok(word) => see_other(format!("/desk/people/invitations?done={word}")),
        Err(Error::Invalid(errors)) => {
            let form = again(sent, errors, form_key);
            page(cx, async |cx| Ok(invitations::show(&cx, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

fn wish(cx: &Cx, sent: &Sent) -> Result<Wish, Error> {
    let mut errors = FieldErrors::default();
    let email = errors.check("email", EmailAddress::parse(sent.value("email")));
    let role = errors.check("role", role(sent.value("role")));
    let place = errors.check("team", spot(sent.value("team")));
    let level = errors.check("level", level(sent.value("level")));
    let lang = match sent.value("lang") {
        "" => Ok(cx.lang),
        tag => tag.parse::<Lang>().map_err(|_| Problem::UnknownChoice),
    };
    let lang = errors.check("lang", lang);
    match (email, role, place, level, lang) {
        (Some(email), Some(role), Some(place), Some(level), Some(lang)) => {
            Ok(Wish { email, organisation: place.organisation, role, level, team: place.team, lang })
        }
        _ => Err(errors.into()),
    }
}
