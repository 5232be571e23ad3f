//! Asking for mailed links to one's tickets.

use axum::response::Response;
use fyr_app::{
    RequestContext,
    pages::tickets::link::{self as pages, LinkRequestState},
};
use fyr_domain::{fields::FieldErrors, text::EmailAddress};
use fyr_usecases::tickets;
use uuid::Uuid;

use crate::web::{
    Error, SubmittedForm, empty_form, form_with_errors, render_page, render_with_errors, see_other,
};

/// `GET /tickets/link`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(pages::show(&cx, empty_form(), LinkRequestState::Form))).await
}

/// `POST /tickets/link`: the same response for known and unknown addresses.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    match EmailAddress::parse(submitted.value("email")) {
        Ok(email) => {
            tickets::send_links(&cx.backend, &cx.actor, &email, cx.lang).await?;
            Ok(see_other("/tickets/link/sent"))
        }
        Err(problem) => {
            let form = form_with_errors(submitted, Uuid::nil(), FieldErrors::single("email", problem));
            let show = async |cx, form| Ok(pages::show(&cx, form, LinkRequestState::Form));
            render_with_errors(cx, form, show).await
        }
    }
}

/// `GET /tickets/link/sent`.
pub async fn show_sent(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(pages::show(&cx, empty_form(), LinkRequestState::Sent))).await
}
