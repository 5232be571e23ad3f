//! A person's own data as one self-contained HTML page.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use fyr_i18n::{date_time, file_size, t, text_for};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::own_data::{ArchiveFile, OwnTicket, OwnTicketEvent, PersonalData};
use crate::{Backend, tickets::format_reference};

/// What is encoded in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// Writes the page section by section.
struct PageWriter<'a> {
    backend: &'a Backend,
    lang: Lang,
    html: String,
}

/// Renders the page.
pub(super) fn render(backend: &Backend, lang: Lang, data: &PersonalData) -> String {
    let mut page = PageWriter { backend, lang, html: String::new() };
    let title = escape(t!(lang, "own-page-title"));
    let style = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
        table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;\
        vertical-align:top}article{border:1px solid #999;padding:0 1rem;margin:1rem 0}.text{white-space:pre-wrap}";
    page.raw(&format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{style}</style></head><body><h1>{title}</h1>",
        lang.tag()
    ));
    page.paragraph(t!(lang, "own-page-intro"));
    page.profile(data);
    page.memberships(data);
    page.tickets(data);
    page.feedback(data);
    page.sign_ins(data);
    page.audit_events(data);
    page.raw("</body></html>\n");
    page.html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl PageWriter<'_> {
    fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn heading(&mut self, text: &str) {
        // writing to a string never fails
        let _ = write!(self.html, "<h2>{}</h2>", escape(text));
    }

    fn paragraph(&mut self, text: &str) {
        let _ = write!(self.html, "<p>{}</p>", escape(text));
    }

    fn date_time(&self, at: DateTime<Utc>) -> String {
        date_time(self.lang, at, self.backend.settings.zone)
    }

    fn optional_date_time(&self, at: Option<DateTime<Utc>>) -> String {
        at.map_or_else(|| "–".to_owned(), |at| self.date_time(at))
    }

    fn yes_no(&self, value: bool) -> String {
        if value { t!(self.lang, "yes") } else { t!(self.lang, "no") }.to_owned()
    }

    /// A table, or a sentence where there are no rows.
    fn table(&mut self, title: &str, heads: &[&str], rows: Vec<Vec<String>>) {
        self.heading(title);
        if rows.is_empty() {
            self.paragraph(t!(self.lang, "own-none"));
            return;
        }
        let cells = |tag: &str, cells: &mut dyn Iterator<Item = String>| {
            let cells: String = cells.map(|cell| format!("<{tag}>{}</{tag}>", escape(&cell))).collect();
            format!("<tr>{cells}</tr>")
        };
        let mut html = format!("<table>{}", cells("th", &mut heads.iter().map(|head| (*head).to_owned())));
        for row in rows {
            html.push_str(&cells("td", &mut row.into_iter()));
        }
        html.push_str("</table>");
        self.raw(&html);
    }

    fn profile(&mut self, data: &PersonalData) {
        let lang = self.lang;
        let profile = &data.profile;
        let rows = vec![
            (t!(lang, "own-name"), profile.name.clone()),
            (t!(lang, "field-email"), profile.email.clone()),
            (t!(lang, "own-role"), text_for(lang, "role-", &profile.role)),
            (t!(lang, "own-lang"), profile.lang.clone()),
            (t!(lang, "own-since"), self.date_time(profile.created_at)),
            (t!(lang, "own-seen"), self.optional_date_time(profile.seen_at)),
            (t!(lang, "own-confirmed"), self.optional_date_time(profile.email_confirmed_at)),
            (t!(lang, "own-has-password"), self.yes_no(profile.has_password)),
            (t!(lang, "own-factor"), self.optional_date_time(profile.second_factor_since)),
            (
                t!(lang, "own-new-email"),
                data.email_change.as_ref().map_or_else(|| "–".to_owned(), |change| change.email.clone()),
            ),
            (
                t!(lang, "own-removal"),
                self.optional_date_time(data.deletion_request.as_ref().map(|request| request.due_at)),
            ),
        ];
        let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
        self.table(t!(lang, "own-profile"), &[t!(lang, "own-what"), t!(lang, "own-value")], rows);
    }

    fn memberships(&mut self, data: &PersonalData) {
        let lang = self.lang;
        let rows = data.memberships.iter().map(|m| {
            let role = text_for(lang, "role-", &m.role);
            vec![m.organisation.clone(), m.team.clone().unwrap_or_default(), role, self.date_time(m.since)]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "audit-organisation"),
            t!(lang, "own-team"),
            t!(lang, "own-role"),
            t!(lang, "own-since"),
        ];
        self.table(t!(lang, "own-memberships"), &heads, rows);
        let rows = data.relations.iter().map(|r| {
            let ended = self.optional_date_time(r.ended_at.or(r.until));
            let scope = text_for(lang, "own-scope-", &r.scope);
            let (counsellor, participant) = (r.counsellor.clone(), r.participant.clone());
            vec![counsellor, participant, r.purpose.clone(), scope, self.date_time(r.since), ended]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "own-counsellor"),
            t!(lang, "own-participant"),
            t!(lang, "own-purpose"),
            t!(lang, "own-scope"),
            t!(lang, "own-since"),
            t!(lang, "own-until"),
        ];
        self.table(t!(lang, "own-relations"), &heads, rows);
        let rows = data.invitations.iter().map(|i| {
            let role = match &i.counsellor {
                Some(name) => format!("{}: {name}", t!(lang, "own-counsellor")),
                None => text_for(lang, "role-", &i.role),
            };
            let (by, place) = (i.invited_by.clone(), i.organisation.clone());
            vec![by.unwrap_or_default(), place.unwrap_or_default(), role, self.date_time(i.expires_at)]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "own-invited-by"),
            t!(lang, "audit-organisation"),
            t!(lang, "own-role"),
            t!(lang, "own-until"),
        ];
        self.table(t!(lang, "own-invitations"), &heads, rows);
    }

    fn tickets(&mut self, data: &PersonalData) {
        let lang = self.lang;
        self.heading(t!(lang, "own-tickets"));
        if data.tickets.is_empty() {
            self.paragraph(t!(lang, "own-none"));
        }
        for own in &data.tickets {
            self.ticket(own);
        }
        let filed = data.filed_for_others.iter();
        let rows = filed
            .map(|f| {
                vec![format_reference(&f.reference), f.requester_name.clone(), self.date_time(f.created_at)]
            })
            .collect();
        let heads = [t!(lang, "ticket-reference"), t!(lang, "own-name"), t!(lang, "audit-when")];
        self.table(t!(lang, "own-filed"), &heads, rows);
        let rows = data.drafts.iter().map(|draft| {
            let fields = &draft.fields.0;
            vec![fields.subject.clone(), fields.description.clone(), self.date_time(draft.updated_at)]
        });
        let rows = rows.collect();
        let heads = [t!(lang, "ticket-subject"), t!(lang, "new-description"), t!(lang, "audit-when")];
        self.table(t!(lang, "own-drafts"), &heads, rows);
        for ArchiveFile { file, path } in &data.draft_files {
            self.file(path, &file.name, file.size);
        }
    }

    fn ticket(&mut self, own: &OwnTicket) {
        let ticket = &own.ticket;
        let status = text_for(self.lang, "status-", &ticket.status);
        let (reference, created) = (format_reference(&ticket.reference), self.date_time(ticket.created_at));
        let _ = write!(
            self.html,
            "<article><h3>{} ({reference})</h3><p>{} · {}</p>",
            escape(&ticket.subject),
            escape(&status),
            escape(&created)
        );
        for event in &own.events {
            self.ticket_event(event);
        }
        self.raw("</article>");
    }

    fn ticket_event(&mut self, event: &OwnTicketEvent) {
        let row = &event.event;
        let head = format!("{} · {}", row.author_name, self.date_time(row.created_at));
        let text = match &row.status_to {
            Some(status) => text_for(self.lang, "status-", status),
            None => row.body.clone(),
        };
        let _ = write!(
            self.html,
            "<p><strong>{}</strong></p><p class=\"text\">{}</p>",
            escape(&head),
            escape(&text)
        );
        for ArchiveFile { file, path } in &event.files {
            self.file(path, &file.name, file.size);
        }
    }

    fn file(&mut self, path: &str, name: &str, bytes: i64) {
        let link = path
            .split('/')
            .map(|part| utf8_percent_encode(part, SEGMENT).to_string())
            .collect::<Vec<_>>()
            .join("/");
        let (name, size) = (escape(name), escape(&file_size(self.lang, bytes)));
        let _ = write!(self.html, "<p><a href=\"{link}\">{name}</a> ({size})</p>");
    }

    fn feedback(&mut self, data: &PersonalData) {
        let lang = self.lang;
        let rows = data.surveys.iter().map(|s| {
            let comment = s.comment.clone().unwrap_or_default();
            vec![format_reference(&s.reference), s.score.to_string(), comment, self.date_time(s.at)]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "ticket-reference"),
            t!(lang, "own-score"),
            t!(lang, "own-comment"),
            t!(lang, "audit-when"),
        ];
        self.table(t!(lang, "own-surveys"), &heads, rows);
        let rows = data.ratings.iter().map(|r| {
            let comment = r.comment.clone().unwrap_or_default();
            vec![r.article.clone(), self.yes_no(r.helpful), comment, self.date_time(r.at)]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "own-article"),
            t!(lang, "own-helpful"),
            t!(lang, "own-comment"),
            t!(lang, "audit-when"),
        ];
        self.table(t!(lang, "own-ratings"), &heads, rows);
        let followed = data.followed_errors.iter();
        let rows = followed.map(|(article, since)| vec![article.clone(), self.date_time(*since)]).collect();
        let heads = [t!(lang, "own-article"), t!(lang, "audit-when")];
        self.table(t!(lang, "own-followed-errors"), &heads, rows);
    }

    fn sign_ins(&mut self, data: &PersonalData) {
        let lang = self.lang;
        let rows = data.identities.iter().map(|i| {
            let email = i.email.clone().unwrap_or_default();
            vec![
                i.provider.clone(),
                i.subject.clone(),
                email,
                self.date_time(i.created_at),
                self.date_time(i.last_used_at),
            ]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "own-provider"),
            t!(lang, "own-subject"),
            t!(lang, "field-email"),
            t!(lang, "own-since"),
            t!(lang, "own-seen"),
        ];
        self.table(t!(lang, "own-identities"), &heads, rows);
        let rows = data.sessions.iter().map(|s| {
            let address = s.address.clone().unwrap_or_default();
            vec![
                s.device.clone(),
                address,
                self.optional_date_time(s.created_at),
                self.optional_date_time(s.seen_at),
            ]
        });
        let rows = rows.collect();
        let heads =
            [t!(lang, "own-device"), t!(lang, "audit-address"), t!(lang, "own-since"), t!(lang, "own-seen")];
        self.table(t!(lang, "own-sessions"), &heads, rows);
        let rows = data
            .devices
            .iter()
            .map(|d| vec![d.device.clone(), self.date_time(d.first_at), self.date_time(d.last_at)]);
        let rows = rows.collect();
        let heads = [t!(lang, "own-device"), t!(lang, "own-since"), t!(lang, "own-seen")];
        self.table(t!(lang, "own-devices"), &heads, rows);
    }

    fn audit_events(&mut self, data: &PersonalData) {
        let lang = self.lang;
        let rows = data.audit_events.iter().map(|event| {
            let by = if event.by_you { t!(lang, "own-you") } else { t!(lang, "own-someone") };
            let words = text_for(lang, "audit-do-", &event.action.replace('.', "-"));
            let (about, address) =
                (event.about.clone().unwrap_or_default(), event.address.clone().unwrap_or_default());
            vec![self.date_time(event.at), by.to_owned(), words, about, address]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "audit-when"),
            t!(lang, "audit-who"),
            t!(lang, "audit-action"),
            t!(lang, "audit-target"),
            t!(lang, "audit-address"),
        ];
        self.table(t!(lang, "own-log"), &heads, rows);
    }
}
