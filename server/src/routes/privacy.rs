//! Redacting personal data in a ticket; showing, exporting and deleting one's own data; retention rules.

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fyr_app::{FormState, RequestContext, pages};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    redaction::RedactionTarget,
};
use fyr_usecases::{
    Error,
    privacy::{self, RedactionRequest},
    tickets::format_reference,
};
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

use crate::{
    web::context::{error_response, render_page, see_other, with_uri},
    web::forms::SubmittedForm,
};

/// `GET /desk/tickets/{reference}/redact`.
pub async fn redact(cx: RequestContext, Path(reference): Path<String>) -> Response {
    let form = FormState::new(Uuid::nil());
    render_page(cx, async |cx| pages::desk::redact::show(&cx, &reference, form).await).await
}

/// `POST /desk/tickets/{reference}/redact` with `number`, `text`, `file`, and `step` = `check`, `change` or `remove`.
pub async fn post_redact(
    cx: RequestContext,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Response {
    match redact_ticket(&cx, &reference, submitted).await {
        Ok(response) => response,
        Err(error) => error_response(cx, error).await,
    }
}

async fn redact_ticket(
    cx: &RequestContext,
    reference: &str,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    // permission first: nobody else learns anything about the form
    let findings = privacy::find_redaction_candidates(&cx.backend, &cx.actor, reference).await?;
    let step = submitted.value("step").to_owned();
    let redaction = parse_redaction(&findings, &submitted);
    let form = submitted.into_state(Uuid::nil());
    if step == "change" {
        return Ok(
            render_page(cx.clone(), async |cx| pages::desk::redact::show(&cx, reference, form).await).await
        );
    }
    let result = match redaction {
        Err(errors) => Err(Error::Invalid(errors)),
        Ok(redaction) if step == "remove" => {
            privacy::redact_ticket(&cx.backend, &cx.actor, reference, &redaction, cx.lang)
                .await
                .map(|result| (redaction, result))
        }
        Ok(redaction) => privacy::preview_redaction(&cx.backend, &cx.actor, reference, &redaction)
            .await
            .map(|preview| (redaction, preview)),
    };
    match result {
        Ok((_, result)) if step == "remove" => {
            let reference = format_reference(&findings.thread.ticket.reference);
            Ok(see_other(format!("/desk/tickets/{reference}#e-{}", result.note)))
        }
        Ok((redaction, preview)) => Ok(render_page(cx.clone(), async move |cx| {
            pages::desk::redact::check(&cx, reference, form, redaction, preview).await
        })
        .await),
        Err(Error::Invalid(errors)) => {
            let form = FormState { errors, ..form };
            Ok(render_page(cx.clone(), async |cx| {
                Ok(pages::desk::redact::show(&cx, reference, form).await?.status(422))
            })
            .await)
        }
        Err(error) => Err(error),
    }
}

/// Parses what to redact. Numbers must be among those found in the ticket.
fn parse_redaction(
    findings: &privacy::RedactionCandidates,
    submitted: &SubmittedForm,
) -> Result<RedactionRequest, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut redaction = RedactionRequest::default();
    for key in submitted.values("number") {
        if findings.numbers.iter().any(|number| number.key == *key) {
            redaction.targets.push(RedactionTarget::Number(key.clone()));
        } else {
            errors.push("text", Problem::NotInTicket);
        }
    }
    let text = submitted.value("text");
    if !text.trim().is_empty() {
        match RedactionTarget::parse(text) {
            Some(target) => redaction.targets.push(target),
            None => errors.push("text", Problem::NotInTicket),
        }
    }
    for id in submitted.values("file").iter().filter_map(|id| Uuid::parse_str(id).ok()) {
        redaction.files.push(id);
    }
    if errors.is_empty() { Ok(redaction) } else { Err(errors) }
}

/// `GET /account/data`.
pub async fn account_data(cx: RequestContext) -> Response {
    render_page(cx, async |cx| pages::account::data::show(&cx, FormState::new(Uuid::nil())).await).await
}

/// `POST /account/data` with `action` = `ask` (and `sure` = `yes`) or `withdraw`.
pub async fn post_account_data(cx: RequestContext, submitted: SubmittedForm) -> Response {
    let result = match submitted.value("action") {
        "withdraw" => privacy::withdraw_deletion(&cx.backend, &cx.actor).await,
        _ => privacy::request_deletion(&cx.backend, &cx.actor, submitted.value("sure")).await,
    };
    match result {
        Ok(()) => see_other("/account/data"),
        Err(Error::Invalid(errors)) => {
            let form = FormState { errors, ..submitted.into_state(Uuid::nil()) };
            render_page(cx, async |cx| Ok(pages::account::data::show(&cx, form).await?.status(422))).await
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// `POST /account/data/download`: all data about the signed-in person as a ZIP archive, streamed as it is made.
pub async fn post_download(cx: RequestContext) -> Response {
    let cx = with_uri(cx, "/account/data");
    let data = match privacy::export_own_data(&cx.backend, &cx.actor, cx.lang).await {
        Ok(data) => data,
        Err(error) => return error_response(cx, error).await,
    };
    let chunks = privacy::stream_archive(&cx.backend, data, cx.lang);
    let mut response = Body::from_stream(ReceiverStream::new(chunks)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    let name = format!("attachment; filename=\"fyr-{}.zip\"", cx.now.format("%Y-%m-%d"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    // compressed already, and compression would delay what the browser shows of the progress
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    response
}

/// `GET /desk/audit/retention`.
pub async fn retention(cx: RequestContext) -> Response {
    render_page(cx, async |cx| pages::desk::retention::show(&cx).await).await
}
