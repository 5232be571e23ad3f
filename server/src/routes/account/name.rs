//! Changing one's name.

use axum::response::Response;
use fyr_app::{Notice, RequestContext, pages::account::name as pages};
use fyr_usecases::accounts;
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, empty_form, form_with_errors, render_page, render_with_errors,
    see_other_with,
};

/// `GET /account/name`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(pages::change(&cx, empty_form()))).await
}

/// `POST /account/name`.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    match accounts::rename(&cx.backend, &cx.actor, submitted.value("name")).await.or_field_errors()? {
        Ok(()) => Ok(see_other_with("/account", Notice::NameChanged)),
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| Ok(pages::change(&cx, form))).await
        }
    }
}
