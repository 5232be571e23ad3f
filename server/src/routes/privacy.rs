//! Taking personal data out of a ticket; one's own data, shown and removed.

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fyr_app::{Cx, FormState, pages};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    redaction::Secret,
};
use fyr_services::{
    Error,
    privacy::{self, Wanted},
    tickets::spoken,
};
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

use crate::{
    forms::Sent,
    request::{Asked, at, failed, page, see_other},
};

/// `GET /desk/tickets/{reference}/redact`.
pub async fn redact(Asked(cx): Asked, Path(reference): Path<String>) -> Response {
    let form = FormState::new(Uuid::nil());
    page(cx, async |cx| pages::desk::redact::show(&cx, &reference, form).await).await
}

/// `POST /desk/tickets/{reference}/redact` with `number`, `text`, `file`, and `step` = `check`, `change` or `remove`.
pub async fn post_redact(Asked(cx): Asked, Path(reference): Path<String>, sent: Sent) -> Response {
    match try_redact(&cx, &reference, sent).await {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}

async fn try_redact(cx: &Cx, reference: &str, sent: Sent) -> Result<Response, Error> {
    // whether someone may comes before what they sent
    let found = privacy::look(&cx.services, &cx.actor, reference).await?;
    let step = sent.value("step").to_owned();
    let wanted = wanted(&found, &sent);
    let form = sent.into_state(Uuid::nil());
    if step == "change" {
        return Ok(page(cx.clone(), async |cx| pages::desk::redact::show(&cx, reference, form).await).await);
    }
    let done = match wanted {
        Err(errors) => Err(Error::Invalid(errors)),
        Ok(wanted) if step == "remove" => {
            privacy::redact(&cx.services, &cx.actor, reference, (&wanted, cx.lang))
                .await
                .map(|done| (wanted, done))
        }
        Ok(wanted) => {
            privacy::try_out(&cx.services, &cx.actor, reference, &wanted).await.map(|would| (wanted, would))
        }
    };
    match done {
        Ok((_, done)) if step == "remove" => {
            let reference = spoken(&found.thread.ticket.reference);
            Ok(see_other(format!("/desk/tickets/{reference}#e-{}", done.note)))
        }
        Ok((wanted, would)) => Ok(page(cx.clone(), async move |cx| {
            pages::desk::redact::check(&cx, reference, (form, wanted), would).await
        })
        .await),
        Err(Error::Invalid(errors)) => {
            let form = FormState { errors, ..form };
            Ok(page(cx.clone(), async |cx| {
                Ok(pages::desk::redact::show(&cx, reference, form).await?.status(422))
            })
            .await)
        }
        Err(error) => Err(error),
    }
}

/// What was chosen. A number must be one of those in the ticket, and so must a file.
fn wanted(found: &privacy::Findings, sent: &Sent) -> Result<Wanted, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut wanted = Wanted::default();
    for key in sent.all("number") {
        if found.numbers.iter().any(|number| number.key == *key) {
            wanted.secrets.push(Secret::Number(key.clone()));
        } else {
            errors.push("text", Problem::NotInTicket);
        }
    }
    let text = sent.value("text");
    if !text.trim().is_empty() {
        match Secret::parse(text) {
            Some(secret) => wanted.secrets.push(secret),
            None => errors.push("text", Problem::NotInTicket),
        }
    }
    for id in sent.all("file").iter().filter_map(|id| Uuid::parse_str(id).ok()) {
        wanted.files.push(id);
    }
    if errors.is_empty() { Ok(wanted) } else { Err(errors) }
}

/// `GET /account/data`.
pub async fn own(Asked(cx): Asked) -> Response {
    page(cx, async |cx| pages::account::data::show(&cx, FormState::new(Uuid::nil())).await).await
}

/// `POST /account/data` with `action` = `ask` (and `sure` = `yes`) or `withdraw`.
pub async fn post_own(Asked(cx): Asked, sent: Sent) -> Response {
    let done = match sent.value("action") {
        "withdraw" => privacy::withdraw(&cx.services, &cx.actor).await,
        _ => privacy::ask(&cx.services, &cx.actor, sent.value("sure")).await,
    };
    match done {
        Ok(()) => see_other("/account/data"),
        Err(Error::Invalid(errors)) => {
            let form = FormState { errors, ..sent.into_state(Uuid::nil()) };
            page(cx, async |cx| Ok(pages::account::data::show(&cx, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /account/data/download`: everything about the signed-in person as a ZIP, sent as it is made.
pub async fn post_download(Asked(cx): Asked) -> Response {
    let cx = at(cx, "/account/data");
    let data = match privacy::own_data(&cx.services, &cx.actor, cx.lang).await {
        Ok(data) => data,
        Err(error) => return failed(cx, error).await,
    };
    let pieces = privacy::archive(&cx.services, data, cx.lang);
    let mut response = Body::from_stream(ReceiverStream::new(pieces)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    let name = format!("attachment; filename=\"fyr-{}.zip\"", cx.now.format("%Y-%m-%d"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    // small already, and the browser is to see it grow
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    response
}

/// `GET /desk/audit/retention`.
pub async fn retention(Asked(cx): Asked) -> Response {
    page(cx, async |cx| pages::desk::retention::show(&cx).await).await
}
