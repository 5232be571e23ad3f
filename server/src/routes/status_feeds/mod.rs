//! The status page for machines: an Atom feed, a calendar, and the paths and shapes of Statuspage's API, version 2, which
//! status boards already read. Public, in the requested language.

mod atom;
mod ics;
mod statuspage;

use axum::{
    Json,
    extract::Path,
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use fyr_app::RequestContext;
use fyr_usecases::{Error, status};

use crate::web::context::error_response;

/// `GET /status/feed.atom`.
pub async fn feed(cx: RequestContext) -> Response {
    match status::overview(&cx.backend).await {
        Ok(overview) => {
            let headers = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
            (headers, atom::feed(cx.lang, &cx.backend.settings, &overview)).into_response()
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// `GET /status/calendar.ics`: planned maintenance.
pub async fn calendar(cx: RequestContext) -> Response {
    match status::overview(&cx.backend).await {
        Ok(overview) => {
            let headers = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "inline; filename=\"fyr.ics\""),
            ];
            (headers, ics::calendar(cx.lang, &cx.backend.settings, &overview)).into_response()
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// `GET /api/v2/summary.json`, `status.json` and the others.
pub async fn statuspage(cx: RequestContext, Path(path): Path<String>) -> Response {
    match status::overview(&cx.backend).await {
        Ok(overview) => match statuspage::render(&path, cx.lang, &cx.backend.settings, &overview) {
            Some(body) => {
                // boards on other sites may read what everyone may read
                let headers: [(HeaderName, &str); 1] = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
                (headers, Json(body)).into_response()
            }
            None => error_response(cx, Error::NotFound).await,
        },
        Err(error) => error_response(cx, error).await,
    }
}
