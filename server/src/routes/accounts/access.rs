//! The counsellors with access to one's own tickets.

use axum::response::Response;
use fyr_app::{RequestContext, pages::account::access};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error,
    relations::{self, RelationPair},
};

use super::{empty_form, form_with_errors};
use crate::{
    routes::desk_people::{parse_id, parse_scoped_id, person::parse_terms},
    web::context::{error_response, render_page, see_other, with_uri},
    web::forms::SubmittedForm,
};

/// `GET /account/access?done=`.
pub async fn show(cx: RequestContext) -> Response {
    render_page(cx, async |cx| access::show(&cx, empty_form()).await).await
}

/// The page again with the errors of its form, or the error response.
async fn error_or_form(cx: RequestContext, submitted: SubmittedForm, error: Error) -> Response {
    match error {
        Error::Invalid(errors) => {
            let form = form_with_errors(submitted, errors);
            render_page(cx, async |cx| Ok(access::show(&cx, form).await?.status(422))).await
        }
        error => error_response(cx, error).await,
    }
}

/// `POST /account/access` with `action` = `end` or `choose`.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Response {
    match apply_action(&cx, &submitted).await {
        Ok(outcome) => see_other(format!("/account/access?done={outcome}")),
        Err(error) => error_or_form(cx, submitted, error).await,
    }
}

async fn apply_action(cx: &RequestContext, submitted: &SubmittedForm) -> Result<&'static str, Error> {
    let participant = cx.actor.user_id().ok_or(Error::SignInFirst)?;
    match submitted.value("action") {
        "end" => {
            let counsellor = parse_id(submitted.value("counsellor")).map_err(|_| Error::NotFound)?;
            relations::end(&cx.backend, &cx.actor, RelationPair { counsellor, participant }).await?;
            Ok("ended")
        }
        "choose" => {
            let mut errors = FieldErrors::default();
            let chosen = errors.check("counsellor", parse_scoped_id(submitted.value("counsellor")));
            let terms = parse_terms(cx, submitted, &mut errors);
            let (Some(chosen), Some(terms)) = (chosen, terms) else { return Err(errors.into()) };
            relations::choose_counsellor(&cx.backend, &cx.actor, chosen.organisation, chosen.id, &terms)
                .await?;
            Ok("let-in")
        }
        _ => Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    }
}

/// `POST /account/access/code`: shows what a code offers; with `confirm=yes` gives its counsellor access.
pub async fn post_code(cx: RequestContext, submitted: SubmittedForm) -> Response {
    let cx = with_uri(cx, "/account/access");
    let code = submitted.value("code").to_owned();
    if submitted.value("confirm") == "yes" {
        return match relations::accept_code(&cx.backend, &cx.actor, &code).await {
            Ok(()) => see_other("/account/access?done=let-in"),
            Err(error) => error_or_form(cx, submitted, error).await,
        };
    }
    match relations::find_offer_by_code(&cx.backend, &cx.actor, &code).await {
        Ok(offer) => render_page(cx, async |cx| Ok(access::confirm_code(&cx, &offer, &code))).await,
        Err(error) => error_or_form(cx, submitted, error).await,
    }
}
