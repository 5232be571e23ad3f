//! The documentation of a ticket: as a page, as JSON and as a PDF.

use axum::{extract::Path, response::Response};
use fyr_app::{RequestContext, pages::tickets::documentation as pages};
use fyr_usecases::tickets;

use crate::web::{Error, downloads::download_response, render_page};

/// `GET /tickets/{reference}/documentation`
pub async fn show(cx: RequestContext, Path(reference): Path<String>) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::show(&cx, &reference).await).await
}

/// `GET /tickets/{reference}/documentation.json`
pub async fn show_json(cx: RequestContext, Path(reference): Path<String>) -> Result<Response, Error> {
    let documentation = tickets::document(&cx.backend, &cx.actor, &reference).await?;
    let name = tickets::format_reference(&documentation.thread.ticket.reference);
    Ok(download_response(
        &format!("{name}.json"),
        "application/json; charset=utf-8",
        documentation.to_json()?,
    ))
}

/// `GET /tickets/{reference}/documentation.pdf`
#[cfg(feature = "pdf")]
pub async fn show_pdf(cx: RequestContext, Path(reference): Path<String>) -> Result<Response, Error> {
    use fyr_usecases::Error::Internal;
    use tokio::sync::Semaphore;

    /// How many are written at once; the others wait.
    static WRITERS: Semaphore = Semaphore::const_new(2);

    let (name, document) = pages::pdf(&cx, &reference).await?;
    let permit = WRITERS.acquire().await.map_err(|error| Internal(Box::new(error)))?;
    let written = tokio::task::spawn_blocking(move || {
        let written = fyr_pdf::render(&document);
        drop(permit);
        written
    });
    let written = written.await.map_err(|error| Internal(Box::new(error)))?;
    let written = written.map_err(|error| Internal(Box::new(error)))?;
    Ok(download_response(&format!("{name}.pdf"), "application/pdf", written))
}
