//! A point in time on a page.

use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use crate::use_request_context;

/// A point in time relative to now, in a `time` element with the full date as its title.
#[component]
pub fn Timestamp(
    /// The point in time.
    at: DateTime<Utc>,
) -> impl IntoView {
    let cx = use_request_context();
    let datetime = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    view! { <time datetime=datetime title=cx.date_time(at)>{cx.relative_time(at)}</time> }
}
