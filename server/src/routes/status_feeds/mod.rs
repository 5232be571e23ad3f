//! How the services are, for machines: a feed, a calendar, and the addresses and shapes of Statuspage's API, version 2,
//! which status boards already read. Open to all, in the language asked for.

mod atom;
mod ics;
mod statuspage;

use axum::{
    Json,
    extract::Path,
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use fyr_services::{Error, status};

use crate::request::{Asked, failed};

/// `GET /status/feed.atom`.
pub async fn feed(Asked(cx): Asked) -> Response {
    match status::overview(&cx.services).await {
        Ok(overview) => {
            let kind = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
            (kind, atom::feed(cx.lang, &cx.services.settings, &overview)).into_response()
        }
        Err(error) => failed(cx, error).await,
    }
}

/// `GET /status/calendar.ics`: planned maintenance.
pub async fn calendar(Asked(cx): Asked) -> Response {
    match status::overview(&cx.services).await {
        Ok(overview) => {
            let kind = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "inline; filename=\"fyr.ics\""),
            ];
            (kind, ics::calendar(cx.lang, &cx.services.settings, &overview)).into_response()
        }
        Err(error) => failed(cx, error).await,
    }
}

/// `GET /api/v2/summary.json`, `status.json` and the others.
pub async fn statuspage(Asked(cx): Asked, Path(path): Path<String>) -> Response {
    match status::overview(&cx.services).await {
        Ok(overview) => match statuspage::answer(&path, cx.lang, &cx.services.settings, &overview) {
            Some(answer) => {
                // boards on other sites may read what everyone may read
                let open: [(HeaderName, &str); 1] = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
                (open, Json(answer)).into_response()
            }
            None => failed(cx, Error::NotFound).await,
        },
        Err(error) => failed(cx, error).await,
    }
}
