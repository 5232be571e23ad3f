//! A person's own data as one page of HTML that needs nothing else.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use fyr_i18n::{moment, size, t, text_of};

use super::own::{Gathered, OwnMessage, OwnTicket};
use crate::{Services, tickets::spoken};

/// A page being written.
struct Pen<'a> {
    ctx: &'a Services,
    lang: Lang,
    html: String,
}

/// The page.
pub(super) fn page(ctx: &Services, lang: Lang, g: &Gathered) -> String {
    let mut pen = Pen { ctx, lang, html: String::new() };
    let title = escape(t!(lang, "own-page-title"));
    let style = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
        table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;\
        vertical-align:top}article{border:1px solid #999;padding:0 1rem;margin:1rem 0}.text{white-space:pre-wrap}";
    pen.raw(&format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{style}</style></head><body><h1>{title}</h1>",
        lang.tag()
    ));
    pen.paragraph(t!(lang, "own-page-intro"));
    pen.profile(g);
    pen.belonging(g);
    pen.tickets(g);
    pen.opinions(g);
    pen.browsers(g);
    pen.log(g);
    pen.raw("</body></html>\n");
    pen.html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Pen<'_> {
    fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn heading(&mut self, text: &str) {
        // writing to a text never fails
        let _ = write!(self.html, "<h2>{}</h2>", escape(text));
    }

    fn paragraph(&mut self, text: &str) {
        let _ = write!(self.html, "<p>{}</p>", escape(text));
    }

    fn when(&self, at: DateTime<Utc>) -> String {
        moment(self.lang, at, self.ctx.settings.calendar.zone)
    }

    fn when_ever(&self, at: Option<DateTime<Utc>>) -> String {
        at.map_or_else(|| "–".to_owned(), |at| self.when(at))
    }

    fn yes(&self, yes: bool) -> String {
        if yes { t!(self.lang, "yes") } else { t!(self.lang, "no") }.to_owned()
    }

    /// A table; nothing but a sentence where there are no rows.
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

    fn profile(&mut self, g: &Gathered) {
        let lang = self.lang;
        let profile = &g.profile;
        let rows = vec![
            (t!(lang, "own-name"), profile.name.clone()),
            (t!(lang, "field-email"), profile.email.clone()),
            (t!(lang, "own-role"), text_of(lang, "role-", &profile.role)),
            (t!(lang, "own-lang"), profile.lang.clone()),
            (t!(lang, "own-since"), self.when(profile.created_at)),
            (t!(lang, "own-seen"), self.when_ever(profile.seen_at)),
            (t!(lang, "own-confirmed"), self.when_ever(profile.email_confirmed_at)),
            (t!(lang, "own-has-password"), self.yes(profile.has_password)),
            (t!(lang, "own-factor"), self.when_ever(profile.second_factor_since)),
            (
                t!(lang, "own-new-email"),
                g.address_change.as_ref().map_or_else(|| "–".to_owned(), |change| change.email.clone()),
            ),
            (t!(lang, "own-removal"), self.when_ever(g.removal.as_ref().map(|wish| wish.due_at))),
        ];
        let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
        self.table(t!(lang, "own-profile"), &[t!(lang, "own-what"), t!(lang, "own-value")], rows);
    }

    fn belonging(&mut self, g: &Gathered) {
        let lang = self.lang;
        let rows = g.belongs.iter().map(|m| {
            let role = text_of(lang, "role-", &m.role);
            vec![m.organisation.clone(), m.team.clone().unwrap_or_default(), role, self.when(m.since)]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "audit-organisation"),
            t!(lang, "own-team"),
            t!(lang, "own-role"),
            t!(lang, "own-since"),
        ];
        self.table(t!(lang, "own-memberships"), &heads, rows);
        let rows = g.related.iter().map(|r| {
            let ended = self.when_ever(r.ended_at.or(r.until));
            let scope = text_of(lang, "own-scope-", &r.scope);
            let (counsellor, participant) = (r.counsellor.clone(), r.participant.clone());
            vec![counsellor, participant, r.purpose.clone(), scope, self.when(r.since), ended]
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
        let rows = g.invitations.iter().map(|i| {
            let role = match &i.counsellor {
                Some(name) => format!("{}: {name}", t!(lang, "own-counsellor")),
                None => text_of(lang, "role-", &i.role),
            };
            let (by, place) = (i.invited_by.clone(), i.organisation.clone());
            vec![by.unwrap_or_default(), place.unwrap_or_default(), role, self.when(i.expires_at)]
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

    fn tickets(&mut self, g: &Gathered) {
        let lang = self.lang;
        self.heading(t!(lang, "own-tickets"));
        if g.tickets.is_empty() {
            self.paragraph(t!(lang, "own-none"));
        }
        for own in &g.tickets {
            self.ticket(own);
        }
        let filed = g.filed_for_others.iter();
        let rows = filed
            .map(|f| vec![spoken(&f.reference), f.requester_name.clone(), self.when(f.created_at)])
            .collect();
        let heads = [t!(lang, "ticket-reference"), t!(lang, "own-name"), t!(lang, "audit-when")];
        self.table(t!(lang, "own-filed"), &heads, rows);
        let rows = g.drafts.iter().map(|draft| {
            let fields = &draft.fields.0;
            vec![fields.subject.clone(), fields.description.clone(), self.when(draft.updated_at)]
        });
        let rows = rows.collect();
        let heads = [t!(lang, "ticket-subject"), t!(lang, "new-description"), t!(lang, "audit-when")];
        self.table(t!(lang, "own-drafts"), &heads, rows);
        for (file, path) in &g.draft_files {
            self.file(path, &file.name, file.size);
        }
    }

    fn ticket(&mut self, own: &OwnTicket) {
        let ticket = &own.ticket;
        let status = text_of(self.lang, "status-", &ticket.status);
        let (reference, created) = (spoken(&ticket.reference), self.when(ticket.created_at));
        let _ = write!(
            self.html,
            "<article><h3>{} ({reference})</h3><p>{} · {}</p>",
            escape(&ticket.subject),
            escape(&status),
            escape(&created)
        );
        for message in &own.said {
            self.message(message);
        }
        self.raw("</article>");
    }

    fn message(&mut self, message: &OwnMessage) {
        let said = &message.said;
        let head = format!("{} · {}", said.author_name, self.when(said.created_at));
        let text = match &said.status_to {
            Some(status) => text_of(self.lang, "status-", status),
            None => said.body.clone(),
        };
        let _ = write!(
            self.html,
            "<p><strong>{}</strong></p><p class=\"text\">{}</p>",
            escape(&head),
            escape(&text)
        );
        for (file, path) in &message.files {
            self.file(path, &file.name, file.size);
        }
    }

    fn file(&mut self, path: &str, name: &str, bytes: i64) {
        let link = path.split('/').map(percent).collect::<Vec<_>>().join("/");
        let (name, size) = (escape(name), escape(&size(self.lang, bytes)));
        let _ = write!(self.html, "<p><a href=\"{link}\">{name}</a> ({size})</p>");
    }

    fn opinions(&mut self, g: &Gathered) {
        let lang = self.lang;
        let rows = g.surveys.iter().map(|s| {
            let comment = s.comment.clone().unwrap_or_default();
            vec![spoken(&s.reference), s.score.to_string(), comment, self.when(s.at)]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "ticket-reference"),
            t!(lang, "own-score"),
            t!(lang, "own-comment"),
            t!(lang, "audit-when"),
        ];
        self.table(t!(lang, "own-surveys"), &heads, rows);
        let rows = g.ratings.iter().map(|r| {
            let comment = r.comment.clone().unwrap_or_default();
            vec![r.article.clone(), self.yes(r.helpful), comment, self.when(r.at)]
        });
        let rows = rows.collect();
        let heads = [
            t!(lang, "own-article"),
            t!(lang, "own-helpful"),
            t!(lang, "own-comment"),
            t!(lang, "audit-when"),
        ];
        self.table(t!(lang, "own-ratings"), &heads, rows);
    }

    fn browsers(&mut self, g: &Gathered) {
        let lang = self.lang;
        let rows = g.identities.iter().map(|i| {
            let email = i.email.clone().unwrap_or_default();
            vec![
                i.provider.clone(),
                i.subject.clone(),
                email,
                self.when(i.created_at),
                self.when(i.last_used_at),
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
        let rows = g.sessions.iter().map(|s| {
            let address = s.address.clone().unwrap_or_default();
            vec![s.device.clone(), address, self.when_ever(s.created_at), self.when_ever(s.seen_at)]
        });
        let rows = rows.collect();
        let heads =
            [t!(lang, "own-device"), t!(lang, "audit-address"), t!(lang, "own-since"), t!(lang, "own-seen")];
        self.table(t!(lang, "own-sessions"), &heads, rows);
        let rows =
            g.devices.iter().map(|d| vec![d.device.clone(), self.when(d.first_at), self.when(d.last_at)]);
        let rows = rows.collect();
        let heads = [t!(lang, "own-device"), t!(lang, "own-since"), t!(lang, "own-seen")];
        self.table(t!(lang, "own-devices"), &heads, rows);
    }

    fn log(&mut self, g: &Gathered) {
        let lang = self.lang;
        let rows = g.log.iter().map(|line| {
            let by = if line.by_you { t!(lang, "own-you") } else { t!(lang, "own-someone") };
            let words = text_of(lang, "audit-do-", &line.action.replace('.', "-"));
            let (about, address) =
                (line.about.clone().unwrap_or_default(), line.address.clone().unwrap_or_default());
            vec![self.when(line.at), by.to_owned(), words, about, address]
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

/// A part of a path as it stands in a link.
fn percent(part: &str) -> String {
    part.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
