//! The layers around a handler, by audience. Each reads the route's policy from the request's extensions.

use std::sync::Arc;

use axum::{
    Extension,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state, map_response},
    routing::MethodRouter,
};
use tower::ServiceBuilder;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite, cookie::time::Duration};

use super::{
    body::{self, BodyLimit, Drains},
    context,
    context::ContextLayer,
    cookies::Cookie,
    error::answer_without_context,
    limits::{self, RateLimits},
    lost_input,
    policy::Policy,
    routes::Audience,
    security,
    sessions::{self, DatabaseSessionStore},
};
use crate::app::App;

/// What the layers of all routes share.
#[derive(Clone, Debug)]
pub struct Stack {
    app: App,
    sessions: SessionManagerLayer<DatabaseSessionStore>,
    limits: Arc<RateLimits>,
    drains: Drains,
}

impl Stack {
    /// The layers of a program with this state.
    pub fn new(app: App, limits: Arc<RateLimits>) -> Self {
        let config = &app.config;
        let idle_minutes = config.sessions.session_idle_minutes.max();
        let store = DatabaseSessionStore { backend: app.backend.clone(), config: config.clone() };
        let sessions = SessionManagerLayer::new(store)
            .with_name(Cookie::Session.name(config.http.is_https()))
            .with_same_site(SameSite::Lax)
            .with_secure(config.http.is_https())
            .with_expiry(Expiry::OnInactivity(Duration::minutes(idle_minutes.into())));
        Self { app, sessions, limits, drains: Drains::default() }
    }

    /// The handler within its audience's layers.
    pub fn wrap(&self, audience: Audience, handler: MethodRouter<App>, policy: Policy) -> MethodRouter<App> {
        let app = self.app.clone();
        match audience {
            Audience::Pages | Audience::Islands => {
                let max_bytes = policy.body.max_bytes(&app.config);
                let context = ContextLayer { app: app.clone(), audience };
                let limit = BodyLimit { app: app.clone(), drains: self.drains.clone() };
                handler.layer(
                    ServiceBuilder::new()
                        .layer(Extension(policy))
                        .layer(from_fn_with_state(audience, lost_input::trace_request))
                        .layer(from_fn_with_state(app.config.clone(), sessions::keep_newer_cookie))
                        .layer(self.sessions.clone())
                        .layer(from_fn_with_state(context, context::provide_context))
                        // before more of the body is read than which account a small form names
                        .layer(from_fn_with_state(app, security::require_same_origin))
                        .layer(from_fn_with_state(self.limits.clone(), limits::enforce_rate_limits))
                        .layer(from_fn_with_state(limit, body::enforce_body_limit))
                        .layer(from_fn(security::require_access))
                        .layer(DefaultBodyLimit::max(usize::try_from(max_bytes).unwrap_or(usize::MAX))),
                )
            }
            Audience::Feeds => handler.layer(
                ServiceBuilder::new()
                    .layer(Extension(policy))
                    .layer(from_fn_with_state(app, context::provide_feed_context)),
            ),
            Audience::Program => handler.layer(
                ServiceBuilder::new().layer(Extension(policy)).layer(map_response(answer_without_context)),
            ),
        }
    }
}
