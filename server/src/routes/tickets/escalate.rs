//! Asking that a ticket goes up.

use axum::{
    extract::{Path, State},
    response::Response,
};
use fyr_app::{Notice, RequestContext};
use fyr_domain::{fields::FieldErrors, text::Body};
use fyr_usecases::{
    Error as UseCaseError,
    tickets::{self, FormRef},
};

use super::show::{ask_to_sign_in, render_with_form};
use crate::{
    app::App,
    web::{Error, FieldErrorsExt, SubmittedForm, form_with_errors, see_other_with},
};

/// `POST /tickets/{reference}/escalate` with `reason`.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (form_key, owner) = (submitted.form_key(&app), cx.owner_key());
    let asked = match Body::parse(submitted.value("reason")) {
        Ok(reason) => {
            let form = FormRef { key: form_key, owner: &owner };
            tickets::request_escalation(&cx.backend, &cx.actor, &reference, form, &reason).await
        }
        // permission first
        Err(problem) => tickets::find_thread(&cx.backend, &cx.actor, &reference)
            .await
            .and_then(|_| Err(FieldErrors::single("reason", problem).into())),
    };
    let asked = match asked {
        Err(error @ UseCaseError::NotFound) => return ask_to_sign_in(&cx, &reference, error),
        asked => asked.or_field_errors()?,
    };
    match asked {
        Ok(()) => Ok(see_other_with(format!("/tickets/{reference}"), Notice::EscalationRequested)),
        Err(errors) => render_with_form(cx, &reference, form_with_errors(submitted, form_key, errors)).await,
    }
}
