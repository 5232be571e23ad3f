//! A calendar (RFC 5545) of planned maintenance.

use chrono::{DateTime, Utc};
use fyr_app::RequestContext;
use fyr_i18n::t;
use fyr_usecases::status::StatusOverview;

/// The longest line in bytes, without its end (RFC 5545, 3.1).
const MAX_LINE: usize = 75;

fn time(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Escapes separators and line breaks of a text value (RFC 5545, 3.3.11).
fn escape(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Appends a line, folded where it is too long, but never within a character.
fn push_line(calendar: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > MAX_LINE {
            calendar.push_str("\r\n ");
            used = 1;
        }
        calendar.push(c);
        used += c.len_utf8();
    }
    calendar.push_str("\r\n");
}

/// The calendar as an iCalendar document.
pub fn calendar(cx: &RequestContext, overview: &StatusOverview) -> String {
    let (lang, settings) = (cx.lang, &cx.backend.settings);
    let name = format!("{} – {}", cx.portal_name(), t!(lang, "status-planned"));
    let host = settings.public_url.split_once("://").map_or("fyr", |(_, host)| host);
    let mut calendar = String::new();
    let mut push = |text: &str| push_line(&mut calendar, text);
    push("BEGIN:VCALENDAR");
    push("VERSION:2.0");
    push("PRODID:-//Fyr//Status//EN");
    push("CALSCALE:GREGORIAN");
    push("METHOD:PUBLISH");
    push(&format!("X-WR-CALNAME:{}", escape(&name)));
    for maintenance in overview.maintenances() {
        // the first update describes the maintenance
        let text = maintenance.updates.last().map_or("", |first| first.text.text(lang));
        let status = if maintenance.cancelled_at.is_some() { "CANCELLED" } else { "CONFIRMED" };
        push("BEGIN:VEVENT");
        push(&format!("UID:{}@{host}", maintenance.id));
        push(&format!("DTSTAMP:{}", time(maintenance.updated_at())));
        push(&format!("SEQUENCE:{}", maintenance.revision()));
        push(&format!("DTSTART:{}", time(maintenance.starts_at)));
        push(&format!("DTEND:{}", time(maintenance.ends_at)));
        push(&format!("SUMMARY:{}", escape(maintenance.title.text(lang))));
        push(&format!("DESCRIPTION:{}", escape(text)));
        push(&format!("URL:{}/status/maintenances/{}", settings.public_url, maintenance.id));
        push(&format!("STATUS:{status}"));
        push("TRANSP:TRANSPARENT");
        push("END:VEVENT");
    }
    push("END:VCALENDAR");
    calendar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let mut calendar = String::new();
        push_line(&mut calendar, &"å".repeat(100));
        assert!(calendar.ends_with("\r\n"));
        assert!(calendar.split("\r\n").all(|line| line.len() <= MAX_LINE));
        assert_eq!(calendar.replace("\r\n ", "").trim_end(), "å".repeat(100));
    }

    #[test]
    fn separators_within_a_text_are_written_out() {
        assert_eq!(escape("a,b;c\\d\ne\u{7}"), "a\\,b\\;c\\\\d\\ne");
    }
}
