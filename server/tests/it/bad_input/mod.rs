//! Whatever is sent, to whichever field of whichever form: an answer that fits, never a fault of ours, and nothing sent is
//! ever a part of the page.

mod as_typed;
mod bodies;
mod fields;
mod files;
mod kept;
mod requests;

use crate::support::{TestResponse, refusals::refusal_faults};

const XSS: &str = "</textarea></title>\"'><img src=x onerror=alert(1)><script>alert(2)</script>";

fn check_response(wrong: &mut Vec<String>, answer: &TestResponse, asked: &str) {
    let page = String::from_utf8_lossy(&answer.body);
    if !matches!(answer.status, 200 | 302 | 303 | 400 | 404 | 410 | 413 | 422) {
        wrong.push(format!("{asked}: {}", answer.status));
    } else if page.contains("<img src=x")
        || page.contains("<script>alert")
        || page.contains("'><") && page.contains("\"'><img")
    {
        wrong.push(format!("{asked}: what was sent is a part of the page"));
    } else if answer.status == 400
        && !page.contains("<h1")
        && !["/api/", "/islands/"].iter().any(|programs| asked.contains(programs))
        && !asked.starts_with("/assets/")
    {
        wrong.push(format!("{asked}: no page says what is wrong: {page}"));
    } else if answer.status == 422 {
        let faults = refusal_faults(answer);
        if !faults.is_empty() {
            wrong.push(format!("{asked}: {}", faults.join(", ")));
        }
    }
}

fn percent(value: &[u8]) -> String {
    percent_encoding::percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
}
