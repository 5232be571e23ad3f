//! Mail that could not be sent.

use axum::response::Response;
use fyr_app::{Notice, RequestContext, pages::desk::outbox as pages};
use fyr_usecases::{
    Error as UseCaseError, jobs,
    tickets::{self, TypedAddress},
};
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, empty_form, form_with_errors, query::find_query_param, render_page,
    render_with_errors, see_other_with,
};

const PATH: &str = "/desk/outbox";

/// `GET /desk/outbox`; with `discard=` the question whether to discard the email with this id, with `correct=` the form for another
/// address.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    if let Some(id) = find_query_param(&cx, "discard") {
        let id = parse_id(&id);
        return render_page(cx, async |cx| pages::confirm_discard(&cx, id).await).await;
    }
    if let Some(id) = find_query_param(&cx, "correct") {
        let id = parse_id(&id);
        return render_page(cx, async |cx| pages::correct(&cx, id, empty_form()).await).await;
    }
    render_page(cx, async |cx| pages::show(&cx).await).await
}

/// The id of a job; nil, which no job has, where it is malformed.
fn parse_id(id: &str) -> Uuid {
    Uuid::parse_str(id).unwrap_or_default()
}

/// `POST /desk/outbox`: retries all failed mail; with `now` what could not be sent so far, with `retry` the email with this id. With
/// `discard` deletes the email with this id; with `correct` it and others about its ticket go to the address in `email`.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let id = |name| parse_id(submitted.value(name));
    if submitted.fields.contains_key("discard") {
        jobs::discard_failed(&cx.backend, &cx.actor, id("discard")).await?;
        return Ok(see_other_with(PATH, Notice::EmailDiscarded));
    }
    if submitted.fields.contains_key("correct") {
        return correct(cx, id("correct"), submitted).await;
    }
    if submitted.fields.contains_key("retry") {
        jobs::retry_one_failed(&cx.backend, &cx.actor, id("retry")).await?;
        return Ok(see_other_with(PATH, Notice::EmailsRetried { count: 1 }));
    }
    let count = if submitted.fields.contains_key("now") {
        jobs::hasten(&cx.backend, &cx.actor).await?
    } else {
        jobs::retry_failed(&cx.backend, &cx.actor).await?
    };
    Ok(see_other_with(PATH, Notice::EmailsRetried { count }))
}

/// Corrects the address of the guest that an email is for.
async fn correct(cx: RequestContext, id: Uuid, submitted: SubmittedForm) -> Result<Response, Error> {
    let email = jobs::find_failed(&cx.backend, &cx.actor, id).await?;
    let reference = email.reference.filter(|_| email.is_to_guest).ok_or(UseCaseError::NotFound)?;
    let owner = cx.owner_key();
    let typed = TypedAddress { owner: &owner, email: submitted.value("email"), link_version: None };
    let corrected = tickets::correct_address(&cx.backend, &cx.actor, &reference, typed).await;
    match corrected.or_field_errors()? {
        Ok(()) => Ok(see_other_with(PATH, Notice::AddressCorrected)),
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| pages::correct(&cx, id, form).await).await
        }
    }
}
