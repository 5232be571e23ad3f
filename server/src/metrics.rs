//! The metrics for Prometheus, served on an address of their own. Names follow `OpenMetrics`: counters end in `_total`, and a name
//! ends in its unit, which is a base unit. `docs/operations.md` lists them; those of the process come from `metrics-process`.

use std::time::Instant;

use axum::{
    Router,
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::Response,
    routing::get,
};
use fyr_identity::ProviderError;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the histogram of request durations, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 1.0, 5.0];

/// Connections that were closed because there were too many.
pub const CONNECTIONS_REFUSED: &str = "connections_refused_total";
/// Logout tokens that were refused, by `provider` and `reason`.
pub const LOGOUT_TOKENS_REFUSED: &str = "logout_tokens_refused_total";
/// The duration of requests, by `method`, `route` and `status`.
const REQUEST_DURATION: &str = "http_request_duration_seconds";

/// What a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Counter,
    Gauge,
    Histogram,
}

use Kind::{Counter, Gauge, Histogram};

/// Every metric of ours: name, kind, unit and meaning, which is `HELP` in the answer of `/metrics`.
const METRICS: [(&str, Kind, Unit, &str); 16] = [
    (REQUEST_DURATION, Histogram, Unit::Seconds, "Duration of requests until the response begins."),
    (CONNECTIONS_REFUSED, Counter, Unit::Count, "Connections that were closed because there were too many."),
    (LOGOUT_TOKENS_REFUSED, Counter, Unit::Count, "Logout tokens of identity providers that were refused."),
    ("fyr_build_info", Gauge, Unit::Count, "1, with the version of the program."),
    ("fyr_jobs_pending", Gauge, Unit::Count, "Jobs that will be run, now or later."),
    ("fyr_jobs_delayed", Gauge, Unit::Count, "Jobs that wait for another attempt after a failed one."),
    ("fyr_jobs_failed", Gauge, Unit::Count, "Jobs that failed for good."),
    (
        "fyr_jobs_oldest_due_age_seconds",
        Gauge,
        Unit::Seconds,
        "Age of the oldest job that should have run by now; 0 without one.",
    ),
    (
        "fyr_worker_heartbeat_timestamp_seconds",
        Gauge,
        Unit::Seconds,
        "When the worker of a queue was last alive, in seconds since 1970.",
    ),
    ("fyr_worker_stalled", Gauge, Unit::Count, "1 where the worker of a queue stands still."),
    ("fyr_database_connections", Gauge, Unit::Count, "Open connections of a pool."),
    ("fyr_database_connections_idle", Gauge, Unit::Count, "Open connections of a pool that nobody uses."),
    ("fyr_database_connections_max", Gauge, Unit::Count, "The most connections that a pool opens."),
    ("fyr_database_up", Gauge, Unit::Count, "1 where the database answered the last time that it was asked."),
    ("fyr_live_subjects", Gauge, Unit::Count, "Tickets whose open pages listen for changes."),
    ("fyr_attachments_disk_free_bytes", Gauge, Unit::Bytes, "Free bytes of the disk with the attachments."),
];

/// Installs the metrics recorder and returns the handle that renders it. `None` where one is installed already (in tests).
/// `providers` are the slugs of the identity providers.
pub fn install<'a>(providers: impl Iterator<Item = &'a str>) -> Option<PrometheusHandle> {
    let handle = builder()?.install_recorder().ok()?;
    begin(providers);
    Some(handle)
}

fn builder() -> Option<PrometheusBuilder> {
    PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(REQUEST_DURATION.into()), &BUCKETS).ok()
}

/// Describes the metrics, and begins the counters with 0 for each of their labels: an alarm sees the first increase of a series
/// only where it was there before.
fn begin<'a>(providers: impl Iterator<Item = &'a str>) {
    for (name, kind, unit, help) in METRICS {
        match kind {
            Counter => describe_counter!(name, unit, help),
            Gauge => describe_gauge!(name, unit, help),
            Histogram => describe_histogram!(name, unit, help),
        }
    }
    counter!(CONNECTIONS_REFUSED).absolute(0);
    for provider in providers {
        for reason in ProviderError::CODES {
            counter!(LOGOUT_TOKENS_REFUSED, "provider" => provider.to_owned(), "reason" => reason)
                .absolute(0);
        }
    }
}

/// Middleware: records the duration of each request by method, route (not path: paths hold references of tickets) and status.
pub async fn record_request(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let labels =
        [("method", method.to_owned()), ("route", route), ("status", response.status().as_str().to_owned())];
    metrics::histogram!(REQUEST_DURATION, &labels).record(start.elapsed().as_secs_f64());
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
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_follow_openmetrics() {
        let mut names = BTreeSet::new();
        for (name, kind, unit, help) in METRICS {
            assert!(names.insert(name), "{name} is there twice");
            assert_eq!(name.ends_with("_total"), kind == Counter, "{name}");
            let base = name.trim_end_matches("_total");
            let has_unit = [(Unit::Seconds, "_seconds"), (Unit::Bytes, "_bytes")];
            for (of_unit, suffix) in has_unit {
                assert_eq!(base.ends_with(suffix), unit == of_unit, "{name}");
            }
            assert!(help.ends_with('.') && !help.contains('\n'), "{name}: {help}");
        }
    }

    #[test]
    fn counters_begin_with_zero_for_each_of_their_labels() {
        let recorder = builder().unwrap().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || begin(["kommun", "region"].into_iter()));
        let text = handle.render();
        assert!(text.contains("\nconnections_refused_total 0\n"), "{text}");
        for provider in ["kommun", "region"] {
            for reason in ProviderError::CODES {
                let series = format!(
                    "\nlogout_tokens_refused_total{{provider=\"{provider}\",reason=\"{reason}\"}} 0\n"
                );
                assert!(text.contains(&series), "{series} is not in {text}");
            }
        }
    }

    #[test]
    fn each_metric_is_in_the_guide_with_its_kind_and_meaning() {
        let guide = include_str!("../../docs/operations.md");
        for (name, kind, _, help) in METRICS {
            let kind = format!("{kind:?}").to_lowercase();
            let row = guide.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
            let cells: Vec<_> = row.unwrap_or_default().split('|').map(str::trim).collect();
            assert_eq!(cells.get(2), Some(&kind.as_str()), "{name} in docs/operations.md");
            assert_eq!(cells.get(4), Some(&help.trim_end_matches('.')), "{name} in docs/operations.md");
        }
    }

    #[test]
    fn an_invented_method_has_no_name_of_its_own() {
        for (method, name) in [("GET", "GET"), ("PATCH", "PATCH"), ("get", "other"), ("M1X2", "other")] {
            assert_eq!(method_name(&method.parse().unwrap()), name);
        }
        assert_eq!(method_name(&"X".repeat(60_000).parse().unwrap()), "other");
    }
}
