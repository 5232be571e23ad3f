//! What the portal says about itself: accessibility, personal data, cookies.

use axum::response::Response;
use fyr_app::{RequestContext, pages::about as pages};

use crate::web::{Access::Anyone, Cache, Error, Policy, Routes, render_page};

/// The routes of this file.
pub fn routes() -> Routes {
    const PAGE: Policy = Policy::read(Anyone).cache(Cache::Revalidate);
    Routes::new()
        .get("/accessibility", accessibility, PAGE)
        .get("/privacy", privacy, PAGE)
        .get("/cookies", cookies, PAGE)
}

/// `GET /accessibility`
pub async fn accessibility(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(pages::accessibility(&cx).await)).await
}

/// `GET /privacy`
pub async fn privacy(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(pages::privacy(&cx).await)).await
}

/// `GET /cookies`
pub async fn cookies(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(pages::cookies(&cx))).await
}
