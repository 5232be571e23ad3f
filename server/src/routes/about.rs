//! What the portal says about itself: accessibility, personal data, cookies.

use axum::{extract::State, response::Response};
use fyr_app::{RequestContext, pages::about as pages};

use crate::{
    app::App,
    web::{Access::Anyone, Cache, Error, Policy, Routes, cookies::Cookie, render_page},
};

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
pub async fn cookies(State(app): State<App>, cx: RequestContext) -> Result<Response, Error> {
    let name = |cookie: Cookie| cookie.name(app.config.http.is_https());
    let names = pages::CookieNames {
        session: name(Cookie::Session),
        lang: name(Cookie::Lang),
        zone: name(Cookie::Zone),
        reader: name(Cookie::Reader),
        device: name(Cookie::Device),
        notice: name(Cookie::Notice),
    };
    render_page(cx, async |cx| Ok(pages::cookies(&cx, names))).await
}
