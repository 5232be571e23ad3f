//! `/account`: the page of one's own account; in the folder, what can be changed there.

pub mod access;
pub mod data;
pub mod email;
pub mod identities;
pub mod name;
pub mod password;
pub mod second_factor;
pub mod sessions;

use axum::response::Response;
use fyr_app::{RequestContext, pages::account::show as pages};
use tower_sessions::Session;

use crate::web::{
    Access::{Proof, SignedIn},
    BodyKind::{self, SmallForm},
    Error, Policy,
    RateLimit::{Guarded, Heavy},
    Routes, render_page,
    sessions::hashed_id,
};

/// The routes of this folder.
pub fn routes() -> Routes {
    const PAGE: Policy = Policy::read(SignedIn);
    const FORM: Policy = Policy::write(SignedIn, SmallForm);
    const BUTTON: Policy = Policy::write(SignedIn, BodyKind::None);
    const LINK: Policy = Policy::write(Proof("a mailed link"), SmallForm);
    Routes::new()
        .get("/account", show, PAGE)
        .get("/account/access", access::show, PAGE)
        .post("/account/access", access::post, FORM)
        .post("/account/access/code", access::post_code, FORM.limit(Guarded).from_page("/account/access"))
        .get("/account/data", data::show, PAGE)
        .post("/account/data", data::post, FORM)
        .post("/account/data/download", data::post_download, BUTTON.limit(Heavy).from_page("/account/data"))
        .get("/account/email", email::show, PAGE)
        .post("/account/email", email::post, FORM.limit(Guarded))
        .get(
            "/account/email/change",
            email::show_change,
            Policy::read(Proof("a mailed link")).with_reader_cookie(),
        )
        .post("/account/email/change", email::post_change, LINK)
        .get("/account/email/confirm", email::confirm, PAGE)
        .post("/account/email/confirm", email::post_confirm, FORM)
        .post("/account/email/unconfirmed", email::post_unconfirmed, BUTTON.from_page("/account"))
        .get("/account/identities", identities::list, PAGE)
        .post("/account/identities", identities::post, FORM)
        .get("/account/name", name::show, PAGE)
        .post("/account/name", name::post, FORM)
        .get("/account/password", password::show, PAGE)
        .post("/account/password", password::post, FORM.limit(Guarded))
        .get("/account/second-factor", second_factor::show, PAGE.without_second_factor())
        .post("/account/second-factor", second_factor::post, FORM.without_second_factor())
        .post("/account/sessions", sessions::post_end_others, FORM.from_page("/account"))
        .post("/account/sessions/{id}", sessions::post_end, FORM.from_page("/account"))
}

/// `GET /account`.
pub async fn show(cx: RequestContext, session: Session) -> Result<Response, Error> {
    let own_session = hashed_id(&session).unwrap_or_default();
    render_page(cx, async |cx| pages::show(&cx, &own_session).await).await
}
