//! Giving participants to a colleague.

use axum::response::Response;
use fyr_app::{Cx, FormState, pages::participants::hand_over};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_services::{
    Error,
    relations::{self, HandOver},
};
use uuid::Uuid;

use crate::{
    forms::Sent,
    request::{Asked, failed, page, see_other},
    routes::desk_people::{again, id, pairs},
};

/// `GET /participants/hand-over?of=`.
pub async fn show(Asked(cx): Asked) -> Response {
    let of = pairs(&cx).into_iter().find(|(name, _)| name == "of");
    let of = of.map(|(_, value)| Uuid::parse_str(&value).unwrap_or_default());
    page(cx, async |cx| hand_over::show(&cx, of, FormState::new(Uuid::nil())).await).await
}

/// `POST /participants/hand-over`.
pub async fn post(Asked(cx): Asked, sent: Sent) -> Response {
    let of = Some(sent.value("of")).filter(|of| !of.is_empty());
    let of = of.map(|of| Uuid::parse_str(of).unwrap_or_default());
    match act(&cx, of, &sent).await {
        Ok(went) => {
            let back = of.map_or_else(|| "/participants".to_owned(), |of| format!("/desk/people/{of}"));
            see_other(format!("{back}?done=handed&count={}&left={}", went.done, went.left))
        }
        Err(Error::Invalid(errors)) => {
            let form = again(sent, errors, Uuid::nil());
            page(cx, async |cx| Ok(hand_over::show(&cx, of, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

async fn act(cx: &Cx, of: Option<Uuid>, sent: &Sent) -> Result<relations::HandedOver, Error> {
    let user = cx.actor.user_id().ok_or(Error::SignInFirst)?;
    let from = of.unwrap_or(user);
    // whoever may not is told nothing about the form
    relations::to_hand_over(&cx.services, &cx.actor, from).await?;
    let mut errors = FieldErrors::default();
    let to = errors.check("to", id(sent.value("to")));
    let until = match sent.value("how") {
        "good" => Ok(None),
        "while" => match cx.services.end_of_day(sent.value("until"), cx.now) {
            Ok(None) => Err(Problem::Required),
            other => other,
        },
        _ => Err(Problem::UnknownChoice),
    };
    let until = errors.check("until", until);
    let participants: Vec<Uuid> =
        sent.all("participant").iter().filter_map(|one| Uuid::parse_str(one).ok()).collect();
    if participants.is_empty() {
        errors.push("participant", Problem::Required);
    }
    let (Some(to), Some(until), true) = (to, until, errors.is_empty()) else { return Err(errors.into()) };
    relations::hand_over(&cx.services, &cx.actor, &HandOver { from, to, participants, until }).await
}
