//! `/api`: interfaces for programs of others. `/api/v2` has the paths and shapes of Statuspage's API, version 2, which status boards
//! already read; `/api/v1` is our own. What our islands ask is in `islands`.

mod statuspage;
mod v1;

use axum::{
    Json,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use fyr_app::RequestContext;
use fyr_usecases::{Error as UseCaseError, status};

use super::status::feeds::FEED;
use crate::web::{Error, Routes, see_other};

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new().get("/api/v2/{*path}", show, FEED).merge(v1::routes())
}

/// `GET /api/v2/summary.json`, `status.json` and the others.
pub async fn show(cx: RequestContext, Path(path): Path<String>) -> Result<Response, Error> {
    let overview = status::overview(&cx.backend).await?;
    let plain = path.trim_end_matches('/');
    let body = statuspage::render(plain, &cx, &overview);
    let body = body.ok_or(UseCaseError::NotFound)?;
    if plain != path {
        return Ok(see_other(format!("/api/v2/{plain}")));
    }
    // boards on other sites may read what everyone may read
    Ok(([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], Json(body)).into_response())
}
