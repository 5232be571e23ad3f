//! Who may see one's tickets.

use axum::response::Response;
use fyr_app::{Cx, pages::account::access};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_services::{Error, relations};

use super::{fresh, wrong};
use crate::{
    forms::Sent,
    request::{Asked, at, failed, page, see_other},
    routes::desk_people::{id, person::terms, two_ids},
};

/// `GET /account/access?done=`.
pub async fn show(Asked(cx): Asked) -> Response {
    page(cx, async |cx| access::show(&cx, fresh()).await).await
}

async fn again(cx: Cx, sent: Sent, error: Error) -> Response {
    match error {
        Error::Invalid(errors) => {
            let form = wrong(sent, errors);
            page(cx, async |cx| Ok(access::show(&cx, form).await?.status(422))).await
        }
        error => failed(cx, error).await,
    }
}

/// `POST /account/access` with `action` = `end` or `choose`.
pub async fn post(Asked(cx): Asked, sent: Sent) -> Response {
    match act(&cx, &sent).await {
        Ok(word) => see_other(format!("/account/access?done={word}")),
        Err(error) => again(cx, sent, error).await,
    }
}

async fn act(cx: &Cx, sent: &Sent) -> Result<&'static str, Error> {
    let user = cx.actor.user_id().ok_or(Error::SignInFirst)?;
    match sent.value("action") {
        "end" => {
            let counsellor = id(sent.value("counsellor")).map_err(|_| Error::NotFound)?;
            relations::end(&cx.services, &cx.actor, (counsellor, user)).await?;
            Ok("ended")
        }
        "choose" => {
            let mut errors = FieldErrors::default();
            let chosen = errors.check("counsellor", two_ids(sent.value("counsellor")));
            let terms = terms(cx, sent, &mut errors);
            let (Some(chosen), Some(terms)) = (chosen, terms) else { return Err(errors.into()) };
            relations::choose(&cx.services, &cx.actor, chosen, &terms).await?;
            Ok("let-in")
        }
        _ => Err(FieldErrors::one("action", Problem::UnknownChoice).into()),
    }
}

/// `POST /account/access/code`: what a code would mean; with `confirm=yes` the counsellor is let in.
pub async fn post_code(Asked(cx): Asked, sent: Sent) -> Response {
    let cx = at(cx, "/account/access");
    let code = sent.value("code").to_owned();
    if sent.value("confirm") == "yes" {
        return match relations::accept_code(&cx.services, &cx.actor, &code).await {
            Ok(()) => see_other("/account/access?done=let-in"),
            Err(error) => again(cx, sent, error).await,
        };
    }
    match relations::open_code(&cx.services, &cx.actor, &code).await {
        Ok(offer) => page(cx, async |cx| Ok(access::agree(&cx, &offer, &code))).await,
        Err(error) => again(cx, sent, error).await,
    }
}
