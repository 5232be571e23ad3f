//! Request metrics for Prometheus, served on an address of their own.

use std::time::Instant;

use axum::{
    Router,
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::Response,
    routing::get,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the histogram of request durations, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 1.0, 5.0];

/// Installs the metrics recorder and returns the handle that renders it. `None` where one is installed already (in tests).
pub fn install() -> Option<PrometheusHandle> {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("http_request_duration_seconds".into()), &BUCKETS);
    let handle = builder.ok()?.install_recorder().ok()?;
    // there from the start, so that an alarm sees the first one
    metrics::counter!("connections_refused_total").absolute(0);
    Some(handle)
}

/// Middleware: records the duration of each request by method, route (not path: paths hold references of tickets) and status.
pub async fn record_request(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let labels =
        [("method", method.to_owned()), ("route", route), ("status", response.status().as_str().to_owned())];
    metrics::histogram!("http_request_duration_seconds", &labels).record(start.elapsed().as_secs_f64());
    response
}

/// The name of a method that HTTP knows, else `other`: a client may invent as many as it likes, of any length, and each would be
/// a series of its own.
pub fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        "CONNECT" => "CONNECT",
        "TRACE" => "TRACE",
        _ => "other",
    }
}

/// The router for `GET /metrics`.
pub fn router(handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(async move || handle.render()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_method_has_no_name_of_its_own() {
        for (method, name) in [("GET", "GET"), ("PATCH", "PATCH"), ("get", "other"), ("M1X2", "other")] {
            assert_eq!(method_name(&method.parse().unwrap()), name);
        }
        assert_eq!(method_name(&"X".repeat(60_000).parse().unwrap()), "other");
    }
}
