//! The status page as an Atom feed and as a calendar, in the requested language.

mod atom;
mod ics;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use fyr_app::RequestContext;
use fyr_usecases::status;

use crate::web::{Access::Anyone, Cache, Error, Policy, Routes};

/// What is public, for programs: kept for half a minute, which is how late a program may show an incident.
pub const FEED: Policy = Policy::read(Anyone).cache(Cache::Public { seconds: 30 });

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new().get("/status/feed.atom", feed, FEED).get("/status/calendar.ics", calendar, FEED)
}

/// `GET /status/feed.atom`.
pub async fn feed(cx: RequestContext) -> Result<Response, Error> {
    let overview = status::overview(&cx.backend).await?;
    let headers = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
    Ok((headers, atom::feed(&cx, &overview)).into_response())
}

/// `GET /status/calendar.ics`: planned maintenance.
pub async fn calendar(cx: RequestContext) -> Result<Response, Error> {
    let overview = status::overview(&cx.backend).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"fyr.ics\""),
    ];
    Ok((headers, ics::calendar(&cx, &overview)).into_response())
}
