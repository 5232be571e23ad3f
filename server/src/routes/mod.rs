//! The routes and their handlers: HTTP only. Folders and files follow addresses: `/desk/people/import` is `desk/people/import.rs`. A
//! GET renders a page, a POST calls a use case and redirects with 303, or renders the page again with errors. Each folder declares
//! its routes with their policies; this file puts them together.

mod about;
mod account;
mod api;
mod articles;
mod auth;
mod branding;
mod desk;
mod discovery;
mod first_run;
mod health;
mod home;
mod invitation;
mod islands;
mod language;
mod mail;
mod participants;
mod password;
mod register;
mod search;
mod sign_in;
mod sign_out;
mod status;
mod tickets;
mod time_zone;
mod well_known;

use axum::{
    Extension, Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware,
    routing::MethodFilter,
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    set_header::SetResponseHeaderLayer,
    trace::TraceLayer,
};

use crate::{
    app::App,
    assets, descriptors, metrics,
    web::{
        Routes, body,
        limits::RateLimits,
        open_streams::OpenStreams,
        routes::{Audience, ReadPaths, RouteInfo, missing},
        security,
        stack::Stack,
    },
};

/// Pages, forms and downloads, for people.
fn pages() -> Routes {
    Routes::new()
        .merge(home::routes())
        .merge(first_run::routes())
        .merge(about::routes())
        .merge(search::routes())
        .merge(articles::routes())
        .merge(tickets::routes())
        .merge(mail::routes())
        .merge(language::routes())
        .merge(time_zone::routes())
        .merge(status::routes())
        .merge(sign_in::routes())
        .merge(auth::routes())
        .merge(sign_out::routes())
        .merge(register::routes())
        .merge(password::routes())
        .merge(invitation::routes())
        .merge(account::routes())
        .merge(participants::routes())
        .merge(desk::routes())
        .merge(well_known::routes())
}

fn audiences() -> [(Audience, Routes); 4] {
    [
        (Audience::Pages, pages()),
        (Audience::Islands, islands::routes()),
        (Audience::Feeds, status::feeds::routes().merge(discovery::routes()).merge(api::routes())),
        (Audience::Program, assets::routes().merge(branding::routes()).merge(health::routes())),
    ]
}

/// All routes with their policies.
pub fn table() -> Vec<RouteInfo> {
    audiences().iter().flat_map(|(audience, routes)| routes.table(*audience)).collect()
}

/// The router of the whole program, with all middleware.
pub fn router(app: App) -> Router {
    let limits = RateLimits::new(&app.config);
    crate::jobs::start_rate_limit_sweep(limits.clone());
    let stack = Stack::new(app.clone(), limits);
    let streams = OpenStreams::new(descriptors::Shares::of(descriptors::limit()).streams);
    let transport_security = app.config.http.strict_transport_security();
    let transport_security = transport_security
        .and_then(|value| HeaderValue::from_str(&value).ok())
        .map(|value| SetResponseHeaderLayer::overriding(header::STRICT_TRANSPORT_SECURITY, value));
    let routes = audiences().into_iter().fold(Router::new(), |router, (audience, routes)| {
        router.merge(routes.into_router(|handler, policy| stack.wrap(audience, handler, policy)))
    });
    let reads = MethodFilter::GET.or(MethodFilter::OPTIONS);
    let missing = missing(reads, |handler, policy| stack.wrap(Audience::Pages, handler, policy));
    routes
        .fallback_service(missing.with_state(app.clone()))
        .layer(
            ServiceBuilder::new()
                .layer(middleware::map_request(discard_request_id))
                .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
                // what fails says why where it fails
                .layer(TraceLayer::new_for_http().make_span_with(span).on_response(log_access).on_failure(()))
                .layer(PropagateRequestIdLayer::x_request_id())
                .layer(middleware::from_fn(metrics::record_request))
                .layer(middleware::from_fn(security::set_security_headers))
                .option_layer(transport_security)
                .layer(Extension(streams))
                .layer(Extension(ReadPaths::new(&table())))
                .layer(middleware::from_fn_with_state(app.clone(), body::limit_body_time))
                .layer(CompressionLayer::new())
                .layer(CatchPanicLayer::new()),
        )
        .with_state(app)
}

/// Removes the request id that a client sent: ids in the log are ours, and each is one request's.
async fn discard_request_id(mut request: Request) -> Request {
    request.headers_mut().remove("x-request-id");
    request
}

/// The tracing span of a request: its id, method and route, but nothing personal (no query, no reference of a ticket).
fn span(request: &axum::http::Request<axum::body::Body>) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or("-");
    let route =
        request.extensions().get::<axum::extract::MatchedPath>().map_or("other", |path| path.as_str());
    tracing::info_span!("request", id, method = metrics::method_name(request.method()), route)
}

/// The line of the access log, in the span of its request: no address, no query, no reference.
fn log_access<B>(response: &axum::http::Response<B>, latency: std::time::Duration, _: &tracing::Span) {
    let ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(target: "fyr::access", status = response.status().as_u16(), ms, "answered");
}
