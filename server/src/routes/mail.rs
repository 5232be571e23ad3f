//! `/mail/unsubscribe`: no more mail about a ticket.

use axum::{extract::Query, response::Response};
use fyr_app::{RequestContext, pages::tickets::link};
use fyr_usecases::{Error as UseCaseError, LinkPurpose, tickets};
use serde::Deserialize;

use crate::web::{
    Access::Proof, BodyKind::SmallForm, Error, Policy, Routes, query::plain_token, render_page,
};

/// The routes of this file.
pub fn routes() -> Routes {
    const UNSUBSCRIBE: Policy = Policy::write(Proof("a mailed link"), SmallForm)
        .any_origin("a mail program's button posts from anywhere, without cookies");
    Routes::new().get("/mail/unsubscribe", show, Policy::read(Proof("a mailed link"))).post(
        "/mail/unsubscribe",
        post,
        UNSUBSCRIBE,
    )
}

/// The query of a mailed link.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TokenQuery {
    token: String,
}

/// `GET /mail/unsubscribe?token=`.
pub async fn show(cx: RequestContext, Query(query): Query<TokenQuery>) -> Result<Response, Error> {
    let token = plain_token(&query.token);
    if cx.backend.verify_link_token(LinkPurpose::Unsubscribe, token).is_none() {
        return Err(UseCaseError::NotFound.into());
    }
    render_page(cx, async |cx| Ok(link::unsubscribe(&cx, token, false))).await
}

/// `POST /mail/unsubscribe?token=`: from our page, or from the unsubscribe button of a mail program (RFC 8058).
pub async fn post(cx: RequestContext, Query(query): Query<TokenQuery>) -> Result<Response, Error> {
    let token = plain_token(&query.token);
    tickets::unsubscribe(&cx.backend, token).await?;
    render_page(cx, async |cx| Ok(link::unsubscribe(&cx, token, true))).await
}
