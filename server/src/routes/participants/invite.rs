//! Codes and mails with which a counsellor asks participants for access to their tickets.

use axum::{extract::State, response::Response};
use fyr_app::{FormState, Notice, RequestContext, pages::participants::invite};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error as UseCaseError,
    relations::{self, NewOffer},
};
use uuid::Uuid;

use crate::{
    app::App,
    web::{
        Error, FieldErrorsExt, SubmittedForm,
        fields::{parse_persons_address, parse_role_target, parse_terms},
        form_with_errors, render_page, render_with_errors, see_other_with,
    },
};

/// `GET /participants/invite`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let form = FormState::new(cx.backend.clock.id());
    render_page(cx, async |cx| invite::show(&cx, form).await).await
}

/// `POST /participants/invite` with `action` = `code` or `mail`, or with `withdraw`.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let form_key = submitted.form_key(&app);
    match apply_action(&cx, submitted.submission_key(&app), &submitted).await.or_field_errors()? {
        Ok(notice) => Ok(see_other_with("/participants/invite#codes", notice)),
        Err(errors) => {
            let form = form_with_errors(submitted, form_key, errors);
            render_with_errors(cx, form, async |cx, form| invite::show(&cx, form).await).await
        }
    }
}

async fn apply_action(
    cx: &RequestContext,
    submission: Uuid,
    submitted: &SubmittedForm,
) -> Result<Notice, UseCaseError> {
    let (backend, actor) = (&cx.backend, &cx.actor);
    // permission first: nobody but counsellors learns anything about the form
    relations::list_pending_offers(backend, actor).await?;
    if submitted.fields.contains_key("withdraw") {
        let id = Uuid::parse_str(submitted.value("withdraw")).map_err(|_| UseCaseError::NotFound)?;
        return relations::withdraw_offer(backend, actor, id).await.map(|()| Notice::OfferWithdrawn);
    }
    let mut errors = FieldErrors::default();
    let target = errors.check("organisation", parse_role_target(submitted.value("organisation")));
    let terms = parse_terms(cx, submitted, &mut errors);
    let email = match submitted.value("action") {
        "code" => None,
        "mail" => Some(errors.check("email", parse_persons_address(submitted.value("email")))),
        _ => return Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    };
    let (Some(target), Some(terms), true) = (target, terms, errors.is_empty()) else {
        return Err(errors.into());
    };
    let new = NewOffer { form_key: submission, organisation: target.organisation, terms };
    match email.flatten() {
        Some(email) => {
            relations::invite_by_email(backend, actor, &new, &email, cx.lang).await?;
            Ok(Notice::OfferSent)
        }
        None => relations::create_code(backend, actor, &new).await.map(|()| Notice::CodeCreated),
    }
}
