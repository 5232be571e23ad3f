//! The routes and their handlers: HTTP only. One file per noun; a GET renders a page, a POST calls a use case and redirects with
//! 303, or renders the page again with errors.

pub mod account;
pub mod accounts;
pub mod articles;
pub mod desk;
pub mod desk_audit;
pub mod desk_people;
pub mod desk_status;
pub mod functions;
pub mod home;
pub mod identities;
pub mod invitation;
pub mod live;
pub mod participants;
pub mod path_id;
pub mod privacy;
pub mod search;
pub mod status;
pub mod status_feeds;
pub mod tickets;

use axum::{Router, extract::DefaultBodyLimit, middleware, response::Response};
use fyr_app::{RequestContext, pages::errors::ErrorPage};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite, cookie::time::Duration};

use crate::{
    app::App,
    assets,
    erased_handler::{get, post},
    limits,
    limits::RateLimits,
    metrics,
    request::{self, BodyLimit},
    security,
    sessions::DatabaseSessionStore,
};

/// The routes of all pages and forms.
fn pages() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/search", get(search::show))
        .route("/articles", get(articles::list))
        .route("/articles/{slug}", get(articles::show))
        .route("/articles/{slug}/rating", post(articles::post_rating))
        .route("/categories/{slug}", get(articles::category))
        .route("/api/{*function}", get(functions::call).merge(post(functions::call)))
        .route("/sign-in", get(account::sign_in).merge(post(account::post_sign_in)))
        .route("/sign-in/{provider}", get(identities::show).merge(post(identities::post)))
        .route("/sign-in/{provider}/new", get(identities::show_new).merge(post(identities::post_new)))
        .route("/auth/callback/{provider}", get(identities::callback))
        .route("/auth/backchannel/{provider}", post(identities::post_backchannel))
        .route("/account/identities", get(identities::list).merge(post(identities::post_list)))
        .route("/sign-out", post(account::post_sign_out))
        .route("/sign-in/code", get(accounts::code::show).merge(post(accounts::code::post)))
        .route("/sign-in/link", get(accounts::link::show).merge(post(accounts::link::post)))
        .route("/sign-in/link/sent", get(accounts::link::show_sent))
        .route("/sign-in/link/open", get(accounts::link::open).merge(post(accounts::link::post_open)))
        .route("/register", get(accounts::register::show).merge(post(accounts::register::post)))
        .route("/register/sent", get(accounts::register::show_sent))
        .route(
            "/register/confirm",
            get(accounts::register::confirm).merge(post(accounts::register::post_confirm)),
        )
        .route(
            "/password/forgotten",
            get(accounts::password::forgotten).merge(post(accounts::password::post_forgotten)),
        )
        .route("/password/forgotten/sent", get(accounts::password::show_sent))
        .route("/password/reset", get(accounts::password::reset).merge(post(accounts::password::post_reset)))
        .route("/account", get(accounts::show::show))
        .route("/account/data", get(privacy::account_data).merge(post(privacy::post_account_data)))
        .route("/account/data/download", post(privacy::post_download))
        .route(
            "/account/password",
            get(accounts::password::change).merge(post(accounts::password::post_change)),
        )
        .route("/account/email", get(accounts::email::show).merge(post(accounts::email::post)))
        .route(
            "/account/email/change",
            get(accounts::email::show_change).merge(post(accounts::email::post_change)),
        )
        .route(
            "/account/email/confirm",
            get(accounts::email::confirm).merge(post(accounts::email::post_confirm)),
        )
        .route("/account/email/unconfirmed", post(accounts::email::post_unconfirmed))
        .route(
            "/account/second-factor",
            get(accounts::second_factor::show).merge(post(accounts::second_factor::post)),
        )
        .route("/account/sessions", post(accounts::show::post_end_others))
        .route("/account/sessions/{id}", post(accounts::show::post_end))
        .route("/account/access", get(accounts::access::show).merge(post(accounts::access::post)))
        .route("/account/access/code", post(accounts::access::post_code))
        .route("/invitation", get(invitation::show).merge(post(invitation::post)))
        .route("/tickets", get(tickets::list))
        .route("/tickets/claim", post(accounts::claim::post))
        .route("/tickets/new", get(tickets::new).merge(post(tickets::post_new)))
        .route("/tickets/new/uploads", post(tickets::post_uploads))
        .route("/tickets/link", get(tickets::link).merge(post(tickets::post_link)))
        .route("/tickets/link/sent", get(tickets::link_sent))
        .route("/tickets/{reference}", get(tickets::show))
        .route("/tickets/{reference}/messages", post(tickets::post_message))
        .route("/tickets/{reference}/close", post(tickets::post_close))
        .route("/tickets/{reference}/reopen", post(tickets::post_reopen))
        .route("/tickets/{reference}/private", post(tickets::post_private))
        .route("/tickets/{reference}/survey", post(tickets::post_survey))
        .route("/tickets/{reference}/live", get(live::live))
        .route("/tickets/{reference}/attachments/{id}", get(tickets::attachment))
        .route("/mail/unsubscribe", get(tickets::unsubscribe).merge(post(tickets::post_unsubscribe)))
        .route("/desk", get(desk::queue))
        .route("/desk/tickets/{reference}", get(desk::ticket).merge(post(desk::post_ticket)))
        .route("/desk/tickets/{reference}/redact", get(privacy::redact).merge(post(privacy::post_redact)))
        .route("/desk/outbox", get(desk::outbox).merge(post(desk::post_outbox)))
        .route("/desk/audit", get(desk_audit::show))
        .route("/desk/audit/export", post(desk_audit::post_export))
        .route("/desk/audit/retention", get(privacy::retention))
        .route("/participants", get(participants::list))
        .route(
            "/participants/tickets",
            get(participants::tickets::list).merge(post(participants::tickets::post)),
        )
        .route(
            "/participants/hand-over",
            get(participants::hand_over::show).merge(post(participants::hand_over::post)),
        )
        .route(
            "/participants/invite",
            get(participants::invite::show).merge(post(participants::invite::post)),
        )
        .route("/participants/{id}", get(participants::show).merge(post(participants::post)))
        .route("/desk/people", get(desk_people::people::list))
        .route("/desk/people/export", post(desk_people::people::post_export))
        .route(
            "/desk/people/organisations",
            get(desk_people::organisations::list).merge(post(desk_people::organisations::post_list)),
        )
        .route(
            "/desk/people/organisations/{id}",
            get(desk_people::organisations::show).merge(post(desk_people::organisations::post)),
        )
        .route(
            "/desk/people/invitations",
            get(desk_people::invitations::show).merge(post(desk_people::invitations::post)),
        )
        .route("/desk/people/import", get(desk_people::import::show).merge(post(desk_people::import::post)))
        .route("/desk/people/{id}", get(desk_people::person::show).merge(post(desk_people::person::post)))
        .route("/status", get(status::show))
        .route("/status/incidents/{id}", get(status::incident))
        .route("/status/maintenances/{id}", get(status::maintenance))
        .route("/status/history", get(status::history))
        .route("/status/feed.atom", get(status_feeds::feed))
        .route("/status/calendar.ics", get(status_feeds::calendar))
        .route("/api/v2/{*path}", get(status_feeds::statuspage))
        .route("/desk/status", get(desk_status::show))
        .route(
            "/desk/status/incidents/new",
            get(desk_status::new_incident).merge(post(desk_status::post_incident)),
        )
        .route(
            "/desk/status/incidents/{id}",
            get(desk_status::incident).merge(post(desk_status::post_update)),
        )
        .route(
            "/desk/status/maintenances/new",
            get(desk_status::new_maintenance).merge(post(desk_status::post_maintenance)),
        )
        .route(
            "/desk/status/maintenances/{id}",
            get(desk_status::maintenance).merge(post(desk_status::post_maintenance_update)),
        )
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
}

async fn not_found(cx: RequestContext) -> Response {
    request::error_page(cx, ErrorPage::NotFound).await
}

/// The router of the whole program, with all middleware.
pub fn router(app: App) -> Router {
    let config = &app.config;
    let store = DatabaseSessionStore { backend: app.backend.clone(), config: app.config.clone() };
    let sessions = SessionManagerLayer::new(store)
        .with_name("fyr_session")
        .with_same_site(SameSite::Lax)
        .with_secure(config.http.is_https())
        .with_expiry(Expiry::OnInactivity(Duration::minutes(
            config.sessions.session_idle_minutes.max().into(),
        )));
    let limits = RateLimits::new(config);
    crate::jobs::start_rate_limit_sweep(limits.clone());
    let body_limit = BodyLimit::new(config);
    let pages = pages().layer(
        ServiceBuilder::new()
            .layer(sessions)
            .layer(middleware::from_fn_with_state(app.clone(), request::provide_context))
            .layer(middleware::from_fn_with_state(body_limit, request::enforce_body_limit))
            .layer(middleware::from_fn_with_state(app.clone(), security::require_same_origin))
            .layer(middleware::from_fn_with_state(limits, limits::enforce_rate_limits))
            .layer(DefaultBodyLimit::max(usize::try_from(body_limit.0).unwrap_or(usize::MAX))),
    );
    Router::new()
        .route("/assets/{hash}/{name}", get(assets::get))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(home::ready))
        .merge(pages)
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
                .layer(TraceLayer::new_for_http().make_span_with(span))
                .layer(PropagateRequestIdLayer::x_request_id())
                .layer(middleware::from_fn(metrics::record_request))
                .layer(middleware::from_fn(security::set_security_headers))
                .layer(CompressionLayer::new())
                .layer(CatchPanicLayer::new()),
        )
        .with_state(app)
}

/// The tracing span of a request: its id, method and route, but nothing personal (no query, no reference of a ticket).
fn span(request: &axum::http::Request<axum::body::Body>) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or("-");
    let route =
        request.extensions().get::<axum::extract::MatchedPath>().map_or("other", |path| path.as_str());
    tracing::info_span!("request", id, method = %request.method(), route)
}
