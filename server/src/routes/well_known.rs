//! Where programs look without being told: `/.well-known` (RFC 8615), `robots.txt`, and the icons at their old addresses.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{SecondsFormat, TimeDelta};
use fyr_app::pages::errors::ErrorPage;
use fyr_domain::Lang;

use crate::{
    app::App,
    web::{Access::Anyone, Error, Policy, Routes},
};

/// How long `security.txt` says that it is valid: less than a year, as RFC 9116 recommends. It is made anew with each request.
const VALID: TimeDelta = TimeDelta::days(180);

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/.well-known/change-password", change_password, Policy::read(Anyone))
        .get("/.well-known/security.txt", security_txt, Policy::read(Anyone))
        .get("/robots.txt", robots_txt, Policy::read(Anyone))
        .get("/favicon.ico", favicon, Policy::read(Anyone))
        .get("/apple-touch-icon.png", apple_touch_icon, Policy::read(Anyone))
}

/// What search engines have no use for: pages of one person, and searches without end.
const ROBOTS: &str = "User-agent: *\nAllow: /tickets/new\nDisallow: /account\nDisallow: /desk\nDisallow: /invitation\n\
    Disallow: /participants\nDisallow: /search\nDisallow: /sign-in/\nDisallow: /tickets\n";

/// `GET /robots.txt` (RFC 9309), with the address of the site map.
pub async fn robots_txt(State(app): State<App>) -> Response {
    let text = format!("{ROBOTS}\nSitemap: {}/sitemap.xml\n", app.config.http.public_url);
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `GET /favicon.ico`: programs that do not read the page's head ask here.
pub async fn favicon(State(app): State<App>) -> Redirect {
    Redirect::to(&format!("{}/icon.svg", app.assets.base))
}

/// `GET /apple-touch-icon.png`: the icon on the home screen of a phone.
pub async fn apple_touch_icon(State(app): State<App>) -> Redirect {
    Redirect::to(&format!("{}/apple-touch-icon.png", app.assets.base))
}

/// `GET /.well-known/change-password`: where password managers send people.
pub async fn change_password() -> Redirect {
    Redirect::to("/account/password")
}

/// `GET /.well-known/security.txt` (RFC 9116): 404 unless `security_contact` is set.
pub async fn security_txt(State(app): State<App>) -> Result<Response, Error> {
    let http = &app.config.http;
    if http.security_contact.is_empty() {
        return Err(ErrorPage::NotFound.into());
    }
    let expires = (app.backend.clock.now() + VALID).to_rfc3339_opts(SecondsFormat::Secs, true);
    let languages = Lang::ALL.map(Lang::tag).join(", ");
    let text = format!(
        "Contact: {}\nExpires: {expires}\nPreferred-Languages: {languages}\nCanonical: {}/.well-known/security.txt\n",
        http.security_contact, http.public_url
    );
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
