//! One's own data: seeing, downloading, and asking for the account's deletion.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};
use fyr_app::{Notice, RequestContext, pages::account::data as pages};
use fyr_usecases::privacy;
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, downloads::download_response, empty_form, form_with_errors,
    opened_by::SameOpener, render_page, render_with_errors, see_other_with,
};

/// `GET /account/data`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::show(&cx, empty_form()).await).await
}

/// `POST /account/data` with `action` = `ask` (and `sure` = `yes`) or `withdraw`.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let (result, notice) = if submitted.value("action") == "withdraw" {
        (privacy::withdraw_deletion(&cx.backend, &cx.actor).await, Notice::DeletionWithdrawn)
    } else {
        let sure = submitted.value("sure");
        (privacy::request_deletion(&cx.backend, &cx.actor, sure).await, Notice::DeletionRequested)
    };
    match result.or_field_errors()? {
        Ok(()) => Ok(see_other_with("/account/data", notice)),
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| pages::show(&cx, form).await).await
        }
    }
}

/// `POST /account/data/download`: all data about the signed-in person as a ZIP archive, streamed as it is made.
pub async fn post_download(cx: RequestContext, _: SameOpener) -> Result<Response, Error> {
    let data = privacy::export_own_data(&cx.backend, &cx.actor, cx.lang).await?;
    let chunks = privacy::stream_archive(&cx.backend, data, cx.lang);
    let name = format!("fyr-{}.zip", cx.now.format("%Y-%m-%d"));
    let body = Body::from_stream(ReceiverStream::new(chunks));
    let mut response = download_response(&name, "application/zip", body);
    // compressed already, and compression would delay what the browser shows of the progress
    response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    Ok(response)
}
