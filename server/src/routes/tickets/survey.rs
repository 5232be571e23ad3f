//! Saying what the help was worth.

use axum::{extract::Path, response::Response};
use fyr_app::{Notice, RequestContext};
use fyr_usecases::{Error as UseCaseError, tickets};

use super::show::{ask_to_sign_in, render_with_form};
use crate::web::{Error, FieldErrorsExt, SubmittedForm, form_with_errors, see_other_with};

/// `POST /tickets/{reference}/survey`.
pub async fn post(
    cx: RequestContext,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (score, comment) = (submitted.value("score"), submitted.value("comment"));
    let stored = tickets::submit_survey(&cx.backend, &cx.actor, &reference, score, comment).await;
    let stored = match stored {
        Err(error @ UseCaseError::NotFound) => return ask_to_sign_in(&cx, &reference, error),
        stored => stored.or_field_errors()?,
    };
    match stored {
        Ok(()) => {
            let path = format!("/tickets/{reference}#survey");
            Ok(see_other_with(path, Notice::SurveySaved))
        }
        Err(errors) => {
            let form_key = cx.backend.clock.id();
            render_with_form(cx, &reference, form_with_errors(submitted, form_key, errors)).await
        }
    }
}
