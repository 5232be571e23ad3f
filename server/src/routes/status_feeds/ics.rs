//! A calendar (RFC 5545) of planned maintenance.

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_services::{Settings, status::Overview};

/// A line at most, in bytes, without its end.
const LINE: usize = 75;

fn time(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a value: separators and line breaks are written out.
fn escape(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Adds a line, folded where it is too long; never within a letter.
fn line(calendar: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LINE {
            calendar.push_str("\r\n ");
            used = 1;
        }
        calendar.push(c);
        used += c.len_utf8();
    }
    calendar.push_str("\r\n");
}

/// The calendar.
pub fn calendar(lang: Lang, settings: &Settings, overview: &Overview) -> String {
    let name = format!("{} – {}", t!(lang, "site-name"), t!(lang, "status-planned"));
    let host = settings.public_url.split_once("://").map_or("fyr", |(_, host)| host);
    let mut calendar = String::new();
    let mut put = |text: &str| line(&mut calendar, text);
    put("BEGIN:VCALENDAR");
    put("VERSION:2.0");
    put("PRODID:-//Fyr//Status//EN");
    put("CALSCALE:GREGORIAN");
    put("METHOD:PUBLISH");
    put(&format!("X-WR-CALNAME:{}", escape(&name)));
    for maintenance in overview.maintenances() {
        // the first words say what happens
        let text = maintenance.updates.last().map_or("", |first| first.text.text(lang));
        let status = if maintenance.cancelled_at.is_some() { "CANCELLED" } else { "CONFIRMED" };
        put("BEGIN:VEVENT");
        put(&format!("UID:{}@{host}", maintenance.id));
        put(&format!("DTSTAMP:{}", time(maintenance.updated_at())));
        put(&format!("SEQUENCE:{}", maintenance.updates.len().saturating_sub(1)));
        put(&format!("DTSTART:{}", time(maintenance.starts_at)));
        put(&format!("DTEND:{}", time(maintenance.ends_at)));
        put(&format!("SUMMARY:{}", escape(maintenance.title.text(lang))));
        put(&format!("DESCRIPTION:{}", escape(text)));
        put(&format!("URL:{}/status/maintenances/{}", settings.public_url, maintenance.id));
        put(&format!("STATUS:{status}"));
        put("TRANSP:TRANSPARENT");
        put("END:VEVENT");
    }
    put("END:VCALENDAR");
    calendar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let mut calendar = String::new();
        line(&mut calendar, &"å".repeat(100));
        assert!(calendar.ends_with("\r\n"));
        assert!(calendar.split("\r\n").all(|line| line.len() <= LINE));
        assert_eq!(calendar.replace("\r\n ", "").trim_end(), "å".repeat(100));
    }

    #[test]
    fn separators_within_a_text_are_written_out() {
        assert_eq!(escape("a,b;c\\d\ne\u{7}"), "a\\,b\\;c\\\\d\\ne");
    }
}
