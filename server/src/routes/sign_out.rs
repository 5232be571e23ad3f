//! `/sign-out`.

use axum::response::Response;
use fyr_app::RequestContext;
use fyr_usecases::accounts;
use tower_sessions::Session;

use crate::web::{
    Access::Anyone, BodyKind, Error, Policy, RateLimit, Routes, context::forget_guest_key,
    provider_login::ProviderLogout,
};

/// Signing out.
pub fn routes() -> Routes {
    const POLICY: Policy = Policy::write(Anyone, BodyKind::None)
        .without_second_factor()
        // nobody must be kept from leaving
        .limit(RateLimit::None)
        .any_opener("whoever is signed in here wants to leave");
    Routes::new().post("/sign-out", post, POLICY)
}

/// `POST /sign-out`: ends the session here, and at the provider it was started with.
pub async fn post(cx: RequestContext, session: Session) -> Result<Response, Error> {
    let logout = ProviderLogout::prepare(&cx, &session).await?;
    accounts::record_sign_out(&cx.backend, &cx.actor).await?;
    forget_guest_key(&session, &cx).await?;
    session.flush().await?;
    logout.redirect(cx).await
}
