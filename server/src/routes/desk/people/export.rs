//! Exporting people and relations.

use axum::response::Response;
use fyr_app::RequestContext;
use fyr_usecases::{organisations, relations};

use super::list::parse_filter;
use crate::web::{Error, SubmittedForm, downloads::download_response};

/// `POST /desk/people/export` with `what` = `people` or `relations`.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let day = cx.now.format("%Y-%m-%d");
    let (name, bytes) = if submitted.value("what") == "relations" {
        ("relations", relations::export(&cx.backend, &cx.actor, cx.lang).await?)
    } else {
        let (filter, _) =
            parse_filter(["q", "organisation", "role"].map(|name| (name, submitted.value(name))));
        ("people", organisations::export(&cx.backend, &cx.actor, &filter, cx.lang).await?)
    };
    Ok(download_response(&format!("{name}-{day}.csv"), "text/csv; charset=utf-8", bytes))
}
