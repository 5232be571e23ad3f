//! The counsellors with access to one's own tickets.

use axum::response::Response;
use fyr_app::{Notice, RequestContext, pages::account::access};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error as UseCaseError,
    relations::{self, RelationPair, RelationReach},
};
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, empty_form,
    fields::{parse_id, parse_scoped_id, parse_terms},
    form_with_errors, render_page, render_with_errors, see_other_with, with_uri,
};

/// The page of all these forms.
const PATH: &str = "/account/access";

/// `GET /account/access`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| access::show(&cx, empty_form()).await).await
}

async fn render_again(
    cx: RequestContext,
    submitted: SubmittedForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let form = form_with_errors(submitted, Uuid::nil(), errors);
    render_with_errors(cx, form, async |cx, form| access::show(&cx, form).await).await
}

/// `POST /account/access` with `action` = `end`, `widen`, `narrow` or `choose`.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    match apply_action(&cx, &submitted).await.or_field_errors()? {
        Ok(notice) => Ok(see_other_with(PATH, notice)),
        Err(errors) => render_again(cx, submitted, errors).await,
    }
}

async fn apply_action(cx: &RequestContext, submitted: &SubmittedForm) -> Result<Notice, UseCaseError> {
    let participant = cx.actor.user_id().ok_or(UseCaseError::SignInFirst)?;
    match submitted.value("action") {
        "end" => {
            let counsellor = parse_id(submitted.value("counsellor")).map_err(|_| UseCaseError::NotFound)?;
            relations::end(&cx.backend, &cx.actor, RelationPair { counsellor, participant }).await?;
            Ok(Notice::AccessEnded)
        }
        action @ ("widen" | "narrow") => {
            let chosen =
                parse_scoped_id(submitted.value("counsellor")).map_err(|_| UseCaseError::NotFound)?;
            let (reach, outcome) = match action {
                "widen" => (RelationReach::AllTickets, Notice::AccessWidened),
                _ => (RelationReach::Organisation, Notice::AccessNarrowed),
            };
            relations::set_reach(&cx.backend, &cx.actor, chosen.id, reach).await?;
            Ok(outcome)
        }
        "choose" => {
            let mut errors = FieldErrors::default();
            let chosen = errors.check("counsellor", parse_scoped_id(submitted.value("counsellor")));
            let terms = parse_terms(cx, submitted, &mut errors);
            let (Some(chosen), Some(terms)) = (chosen, terms) else { return Err(errors.into()) };
            relations::choose_counsellor(&cx.backend, &cx.actor, chosen.organisation, chosen.id, &terms)
                .await?;
            Ok(Notice::AccessGranted)
        }
        _ => Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    }
}

/// `POST /account/access/code`: shows what a code offers; with `confirm=yes` gives its counsellor access.
pub async fn post_code(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let cx = with_uri(cx, PATH);
    let code = submitted.value("code").to_owned();
    if submitted.value("confirm") == "yes" {
        return match relations::accept_code(&cx.backend, &cx.actor, &code).await.or_field_errors()? {
            Ok(()) => Ok(see_other_with(PATH, Notice::AccessGranted)),
            Err(errors) => render_again(cx, submitted, errors).await,
        };
    }
    match relations::find_offer_by_code(&cx.backend, &cx.actor, &code).await.or_field_errors()? {
        Ok(offer) => render_page(cx, async |cx| Ok(access::confirm_code(&cx, &offer, &code))).await,
        Err(errors) => render_again(cx, submitted, errors).await,
    }
}
