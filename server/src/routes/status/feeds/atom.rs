//! An Atom feed (RFC 4287): one entry for each outage and maintenance of the last ninety days.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use fyr_app::{RequestContext, pages::status::change_sentences};
use fyr_domain::{Lang, Localised};
use fyr_i18n::{date_time, t, text_for};
use fyr_usecases::{
    Settings,
    status::{StatusOverview, StatusUpdate},
};
use uuid::Uuid;

use crate::web::xml::{escape, time};

struct AtomEntry<'a> {
    id: Uuid,
    kind: &'static str,
    title: &'a Localised,
    published: DateTime<Utc>,
    updated: DateTime<Utc>,
    /// The updates, latest first, as plain text.
    text: String,
}

/// The updates of an entry as plain text; `changes` are sentences about what an update changed.
fn entry_text(
    lang: Lang,
    settings: &Settings,
    updates: &[StatusUpdate],
    changes: impl Fn(&StatusUpdate) -> Vec<String>,
) -> String {
    let when = |at| date_time(lang, at, settings.zone);
    let texts = updates.iter().map(|update| {
        let status = text_for(lang, "status-word-", update.status.as_deref().unwrap_or("note"));
        let mut lines = vec![format!("{status} ({})", when(update.at))];
        lines.extend(changes(update));
        lines.push(update.text.text(lang).to_owned());
        lines.extend(update.corrected_at.map(|at| format!("{} {}", t!(lang, "status-corrected"), when(at))));
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

/// The feed as an XML document.
pub fn feed(cx: &RequestContext, overview: &StatusOverview) -> String {
    let (lang, settings) = (cx.lang, &cx.backend.settings);
    let incidents = overview.incidents().iter().map(|incident| AtomEntry {
        id: incident.id,
        kind: "incidents",
        title: &incident.title,
        published: incident.posted_at(),
        updated: incident.updated_at(),
        text: entry_text(lang, settings, &incident.updates, |update| {
            change_sentences(lang, overview, incident, update)
        }),
    });
    let maintenances = overview.maintenances().iter().map(|maintenance| AtomEntry {
        id: maintenance.id,
        kind: "maintenances",
        title: &maintenance.title,
        published: maintenance.updates.last().map_or(maintenance.starts_at, |first| first.at),
        updated: maintenance.updated_at(),
        text: entry_text(lang, settings, &maintenance.updates, |update| {
            let moved = update.moved_to.map(|(start, end)| {
                let [start, end] = [start, end].map(|at| date_time(lang, at, settings.zone));
                t!(lang, "status-change-moved", when = format!("{start} – {end}"))
            });
            moved.into_iter().collect()
        }),
    });
    let mut entries: Vec<AtomEntry<'_>> = incidents.chain(maintenances).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.updated, entry.id)));

    let site = escape(&settings.public_url);
    let name = format!("{} – {}", cx.portal_name(), t!(lang, "status-title"));
    let updated = overview.updated_at().unwrap_or(DateTime::UNIX_EPOCH);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n\
         <id>{site}/status/feed.atom?lang={lang}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <author><name>{}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{site}/status/feed.atom?lang={lang}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{site}/status\"/>\n",
        escape(&name),
        time(updated),
        escape(cx.portal_name()),
    );
    for AtomEntry { id, kind, title, published, updated, text } in entries {
        let (title, own) = title.get(lang);
        // writing to a string cannot fail
        let _ = write!(
            xml,
            "<entry xml:lang=\"{own}\">\n<id>urn:uuid:{id}</id>\n<title>{}</title>\n<published>{}</published>\n\
             <updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{site}/status/{kind}/{id}\"/>\n\
             <content type=\"text\">{}</content>\n</entry>\n",
            escape(title),
            time(published),
            time(updated),
            escape(&text),
        );
    }
    xml.push_str("</feed>\n");
    xml
}
