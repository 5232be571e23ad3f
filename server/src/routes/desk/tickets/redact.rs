//! Redacting personal data in a ticket.

use axum::{extract::Path, response::Response};
use fyr_app::{FormState, Notice, RequestContext, pages::desk::redact as pages};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    redaction::RedactionTarget,
};
use fyr_usecases::{
    privacy::{self, RedactionRequest},
    tickets::format_reference,
};
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, empty_form, render_page, render_with_errors, see_other_with,
};

/// `GET /desk/tickets/{reference}/redact`.
pub async fn show(cx: RequestContext, Path(reference): Path<String>) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::show(&cx, &reference, empty_form()).await).await
}

/// `POST /desk/tickets/{reference}/redact` with `number`, `text`, `file`, and `step` = `check`, `change` or `remove`.
pub async fn post(
    cx: RequestContext,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    // permission first: nobody else learns anything about the form
    let findings = privacy::find_redaction_candidates(&cx.backend, &cx.actor, &reference).await?;
    let step = submitted.value("step").to_owned();
    let form_key = submitted.value("form_key").parse().ok();
    if step == "remove" {
        let done = privacy::find_redaction_note(&cx.backend, &cx.actor, &reference, form_key).await?;
        if let Some(note) = done {
            return Ok(redacted(&findings, note));
        }
    }
    let redaction = parse_redaction(&findings, &submitted);
    let form = submitted.into_state(Uuid::nil());
    if step == "change" {
        return render_page(cx, async |cx| pages::show(&cx, &reference, form).await).await;
    }
    let redaction = match redaction {
        Ok(redaction) => RedactionRequest { form_key, ..redaction },
        Err(errors) => return render_form_again(cx, &reference, FormState { errors, ..form }).await,
    };
    let (backend, actor) = (&cx.backend, &cx.actor);
    let result = if step == "remove" {
        privacy::redact_ticket(backend, actor, &reference, &redaction, cx.lang).await
    } else {
        privacy::preview_redaction(backend, actor, &reference, &redaction).await
    };
    match result.or_field_errors()? {
        Ok(result) if step == "remove" => Ok(redacted(&findings, result.note)),
        Ok(preview) => {
            let check = async |cx| pages::check(&cx, &reference, form, redaction, preview).await;
            render_page(cx, check).await
        }
        Err(errors) => render_form_again(cx, &reference, FormState { errors, ..form }).await,
    }
}

fn redacted(findings: &privacy::RedactionCandidates, note: Uuid) -> Response {
    let reference = format_reference(&findings.thread.ticket.reference);
    see_other_with(format!("/desk/tickets/{reference}#e-{note}"), Notice::Redacted)
}

async fn render_form_again(cx: RequestContext, reference: &str, form: FormState) -> Result<Response, Error> {
    let show = async |cx: RequestContext, form| pages::show(&cx, reference, form).await;
    render_with_errors(cx, form, show).await
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
    if errors.is_empty() && redaction.targets.is_empty() && redaction.files.is_empty() {
        errors.push("text", Problem::RedactionRequired);
    }
    if errors.is_empty() { Ok(redaction) } else { Err(errors) }
}
