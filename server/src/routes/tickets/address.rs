//! Correcting the address of a ticket that was filed without an account.

use axum::{extract::Path, response::Response};
use fyr_app::{Notice, RequestContext};
use fyr_usecases::{
    Error as UseCaseError,
    tickets::{self, AddressCorrection, TypedAddress},
};
use uuid::Uuid;

use super::show::{ask_to_sign_in, page_path, render_with_form};
use crate::web::{Error, SubmittedForm, form_with_errors, see_other, see_other_with};

/// `POST /tickets/{reference}/address` with `email`.
pub async fn post(
    cx: RequestContext,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let owner = cx.owner_key();
    let link_version = submitted.value("link_version").parse().ok();
    let typed = TypedAddress { owner: &owner, email: submitted.value("email"), link_version };
    let corrected = tickets::correct_address(&cx.backend, &cx.actor, &reference, typed).await;
    match corrected {
        Ok(()) => {
            let path = format!("{}?filed=yes", page_path(&reference));
            Ok(see_other_with(path, Notice::AddressCorrected))
        }
        Err(UseCaseError::Invalid(errors)) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_form(cx, &reference, form).await
        }
        // support has begun meanwhile: the page says what to do instead
        Err(UseCaseError::NotFound) if asks_support(&cx, &reference).await? => {
            Ok(see_other(page_path(&reference)))
        }
        Err(error) => ask_to_sign_in(&cx, &reference, error),
    }
}

/// Whether the actor filed the ticket here, and only support may correct its address by now.
async fn asks_support(cx: &RequestContext, reference: &str) -> Result<bool, UseCaseError> {
    match tickets::find_thread(&cx.backend, &cx.actor, reference).await {
        Ok(thread) => Ok(thread.address_correction(&cx.actor) == AddressCorrection::BySupport),
        Err(UseCaseError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}
