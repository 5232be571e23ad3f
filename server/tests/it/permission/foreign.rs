//! Every form on every page someone can open, sent with values that are not theirs to choose: other people's ids, roles,
//! organisations, owners, in every field of the form and in fields it does not have; and every address with such values in
//! its query. Nothing changes hands.

use std::collections::BTreeSet;

use fyr_domain::{
    Actor,
    permission::{Permission, TicketAction, may},
};

use super::fixture::{PermissionFixture, Visitor};
use crate::{
    matrix,
    support::{Site, on_both_engines},
};

on_both_engines! {
    no_form_takes_a_value_that_is_not_the_senders_to_choose,
    no_role_reaches_further_than_it_says,
    no_query_shows_what_is_not_the_askers_to_see,
}

/// Names that a careless handler might take from whoever sends them.
const FIELDS: [&str; 28] = [
    "role",
    "organisation",
    "organisation_id",
    "owner",
    "user",
    "user_id",
    "requester",
    "requester_id",
    "participant",
    "participant_id",
    "counsellor",
    "counsellor_id",
    "filed_by",
    "assignee",
    "author_id",
    "private",
    "priority",
    "status",
    "level",
    "team",
    "scope",
    "confirmed",
    "admin",
    "guest",
    "id",
    "actor",
    "email",
    "from",
];

/// People who may change nothing of anybody else's.
const SENDERS: [&str; 6] = ["anonymous", "guest", "otto", "sara", "kim", "mia"];

/// People who may change what [`theirs`] says, and nothing else: an organisation's admin and agent, a counsellor who acts, an
/// agent and staff of the portal.
const KEEPERS: [&str; 5] = ["olga", "ada", "karin", "agnes", "stina"];

/// Which lines of [`HOLDINGS`] someone may change beyond their own, as a condition.
fn theirs(who: &str, holding: &str) -> &'static str {
    match (who, holding) {
        // no agents and no staff, also in their own organisation
        ("olga", "memberships" | "invitations") => {
            "COALESCE(o.slug, '') = 'acme' AND m.role NOT IN ('agent', 'staff')"
        }
        ("olga", "organisations" | "relations" | "teams" | "viewers")
        | ("ada", "tickets" | "threads" | "files") => "COALESCE(o.slug, '') = 'acme'",
        // with what she may do for Petra, her stand-in's ends
        ("karin", "relations") => "p.email = 'petra@fyr.test' AND o.slug IS NULL",
        ("karin", "tickets" | "threads" | "files") => {
            "COALESCE(u.email, '') = 'petra@fyr.test' AND NOT t.private"
        }
        ("agnes", "tickets" | "threads" | "files") | ("stina", "incidents") => "1 = 1",
        // whoever has no account files as a guest
        ("anonymous" | "guest", "tickets" | "threads" | "files") => "t.requester_id IS NULL",
        _ => "1 = 0",
    }
}

/// What belongs to whom. `$who` may change their own, and what `$theirs` says.
const HOLDINGS: [(&str, &str); 13] = [
    ("roles", "SELECT email || ' ' || role || ' ' || CAST(level AS TEXT) FROM users ORDER BY 1"),
    (
        "passwords",
        "SELECT email || ' ' || COALESCE(password_hash, '-') FROM users WHERE email NOT LIKE '$who@%' ORDER BY 1",
    ),
    (
        "memberships",
        "SELECT u.email || ' ' || o.slug || ' ' || m.role || ' ' || CAST(m.level AS TEXT) || COALESCE(' ' || s.name, '')
         FROM memberships m JOIN users u ON u.id = m.user_id JOIN organisations o ON o.id = m.organisation_id
         LEFT JOIN teams s ON s.id = m.team_id WHERE NOT ($theirs) ORDER BY 1",
    ),
    (
        "organisations",
        "SELECT o.slug || ' ' || o.name || ' ' || o.sharing || CASE WHEN o.participants_end THEN ' end' ELSE '' END
         FROM organisations o WHERE NOT ($theirs) ORDER BY 1",
    ),
    (
        "teams",
        "SELECT o.slug || ' ' || s.name FROM teams s JOIN organisations o ON o.id = s.organisation_id
         WHERE NOT ($theirs) ORDER BY 1",
    ),
    (
        "viewers",
        "SELECT o.slug || ' ' || u.email FROM sharing_viewers w JOIN organisations o ON o.id = w.organisation_id
         JOIN users u ON u.id = w.user_id WHERE NOT ($theirs) ORDER BY 1",
    ),
    (
        "relations",
        "SELECT c.email || ' ' || p.email || ' ' || r.scope || ' ' || CASE WHEN r.ended_at IS NULL THEN 'on' ELSE 'over' END
           || ' ' || CAST(r.since AS TEXT) || ' ' || COALESCE(CAST(r.until AS TEXT), '-') || ' ' || COALESCE(o.slug, '-')
           || ' ' || r.purpose || COALESCE(' for ' || s.email, '')
         FROM counselling r JOIN users c ON c.id = r.counsellor_id JOIN users p ON p.id = r.participant_id
         LEFT JOIN organisations o ON o.id = r.organisation_id LEFT JOIN users s ON s.id = r.stands_in_for_id
         WHERE p.email NOT LIKE '$who@%' AND c.email NOT LIKE '$who@%' AND NOT ($theirs) ORDER BY 1",
    ),
    (
        "invitations",
        "SELECT m.email || ' ' || m.role || ' ' || m.scope || ' ' || COALESCE(o.slug, '-') || COALESCE(' ' || c.email, '')
           || ' ' || COALESCE(CAST(m.until AS TEXT), '-') || CASE WHEN m.withdrawn_at IS NULL THEN '' ELSE ' withdrawn' END
           || CASE WHEN m.used_at IS NULL THEN '' ELSE ' used' END
         FROM invitations m LEFT JOIN organisations o ON o.id = m.organisation_id LEFT JOIN users c ON c.id = m.counsellor_id
         WHERE COALESCE(c.email, '') NOT LIKE '$who@%' AND NOT ($theirs) ORDER BY 1",
    ),
    ("drafts", "SELECT CAST(fields AS TEXT) FROM drafts WHERE owner = 'user:$petra' ORDER BY 1"),
    (
        "tickets",
        "SELECT t.reference || ' ' || COALESCE(u.email, t.requester_email) || ' ' || t.priority || ' ' || t.status
           || CASE WHEN t.private THEN ' private' ELSE '' END || COALESCE(' ' || o.slug, '') || COALESCE(' ' || a.email, '')
         FROM tickets t LEFT JOIN users u ON u.id = t.requester_id LEFT JOIN organisations o ON o.id = t.organisation_id
         LEFT JOIN users a ON a.id = t.assignee_id
         WHERE COALESCE(u.email, '') NOT LIKE '$who@%' AND NOT ($theirs) ORDER BY 1",
    ),
    (
        "threads",
        "SELECT t.reference || ' ' || e.kind || ' ' || e.author_name || ' ' || e.body FROM entries e
         JOIN tickets t ON t.id = e.ticket_id LEFT JOIN users u ON u.id = t.requester_id
         LEFT JOIN organisations o ON o.id = t.organisation_id
         WHERE COALESCE(u.email, '') NOT LIKE '$who@%' AND NOT ($theirs) ORDER BY 1",
    ),
    (
        "files",
        "SELECT f.name || ' ' || t.reference FROM attachments f JOIN entries e ON e.id = f.entry_id
         JOIN tickets t ON t.id = e.ticket_id LEFT JOIN users u ON u.id = t.requester_id
         LEFT JOIN organisations o ON o.id = t.organisation_id
         WHERE COALESCE(u.email, '') NOT LIKE '$who@%' AND NOT ($theirs) ORDER BY 1",
    ),
    (
        "incidents",
        "SELECT impact || ' ' || status || ' ' || CAST(titles AS TEXT) FROM incidents WHERE NOT ($theirs) ORDER BY 1",
    ),
];

async fn holdings(site: &Site, who: &str) -> Vec<(&'static str, Vec<String>)> {
    let petra = site.people.petra.id.to_string();
    let mut all = Vec::new();
    for (name, sql) in HOLDINGS {
        let sql = sql.replace("$theirs", theirs(who, name)).replace("$who", who).replace("$petra", &petra);
        all.push((name, site.query_texts(&sql).await));
    }
    all
}

/// A form on a page: where it goes, and what it is sent with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value.replace("&amp;", "&"))
}

fn forms(html: &str, path: &str) -> Vec<Form> {
    let found = html.split("<form").skip(1).filter_map(|rest| {
        let (head, rest) = rest.split_once('>')?;
        let head = format!(" {head}");
        let inside = rest.split("</form>").next().unwrap_or_default();
        (attribute(&head, "method").as_deref() == Some("post")).then(|| {
            let tags = inside.split('<').filter_map(|tag| tag.split('>').next());
            let named = tags.filter_map(|tag| {
                let name = attribute(tag, "name")?;
                let value = attribute(tag, "value").unwrap_or_else(|| "ord".into());
                (attribute(tag, "type").as_deref() != Some("file")).then_some((name, value))
            });
            Form {
                action: attribute(&head, "action").unwrap_or_else(|| path.to_owned()),
                fields: named.collect(),
            }
        })
    });
    found.collect()
}

/// Values that belong to others, and what is behind some of them: Petra's draft, a code of Olle's, an invitation, an outage.
async fn values(site: &Site, fixture: &PermissionFixture) -> Vec<String> {
    let people = &site.people;
    let thread = site.thread(&people.agnes, &fixture.tickets[0].reference).await;
    let petra = site.signed_in(&people.petra).await;
    let draft = petra.get("/tickets/new").await.value("form_key");
    let typed = [("step", "check"), ("form_key", draft.as_str()), ("subject", "Påbörjat")];
    petra.post("/tickets/new", &typed).await.assert_status(422);
    let olle = site.signed_in(&people.olle).await;
    let code = [("action", "code"), ("organisation", "portal"), ("scope", "act")];
    olle.post("/participants/invite", &code).await.assert_status(303);
    let (adam, team) = (site.signed_in(&people.adam).await, fixture.beta.organisation.to_string());
    let asked = [("email", "ny@gast.example"), ("role", "manager"), ("team", &*team), ("level", "1")];
    adam.post("/desk/people/invitations", &asked).await.assert_status(303);
    let outage = [
        ("services", "portal"),
        ("impact", "major"),
        ("status", "investigating"),
        ("title_sv", "Trögt"),
        ("text_sv", "Vi letar"),
    ];
    adam.post("/desk/status/incidents/new", &outage).await.assert_status(303);
    let mut db = site.backend.store.read().await.unwrap();
    let codes =
        fyr_store::invitations::list_for_counsellor(&mut db, people.olle.id, site.now()).await.unwrap();
    vec![
        people.petra.id.to_string(),
        people.petra.email.clone(),
        people.adam.id.to_string(),
        fixture.tickets[0].reference.clone(),
        thread.ticket.id.to_string(),
        thread.ticket.form_key.to_string(),
        fixture.tickets[0].file.clone(),
        draft,
        codes[0].id.to_string(),
        fixture.beta.organisation.to_string(),
        fixture.beta.team.to_string(),
        format!("{}/{}", fixture.beta.organisation, fixture.boel),
        format!("{}/{}", fixture.beta.organisation, fixture.beta.team),
        "admin".into(),
        "agent".into(),
        "yes".into(),
        "beta".into(),
    ]
}

fn visitor<'a>(fixture: &'a PermissionFixture, name: &str) -> &'a Visitor {
    fixture.visitors.iter().find(|visitor| visitor.name == name).unwrap()
}

/// Pages to look for forms on.
fn pages(site: &Site, fixture: &PermissionFixture) -> Vec<String> {
    let mut pages: Vec<String> = matrix::readable_paths();
    pages.push("/tickets?of=colleagues".into());
    let filled = pages.into_iter().flat_map(|page| {
        let page = page
            .replace("{petra}", &site.people.petra.id.to_string())
            .replace("{otto}", &site.people.otto.id.to_string())
            .replace("{organisation}", &fixture.acme.organisation.to_string())
            .replace("{article}", "reset-password")
            .replace("{category}", "account");
        let one = |reference: &str| page.replace("{ticket}", reference).replace("{guest-ticket}", reference);
        let all: BTreeSet<_> = fixture.tickets.iter().map(|ticket| one(&ticket.reference)).collect();
        all.into_iter().filter(|page| !page.contains('{') && !page.ends_with("/live")).collect::<Vec<_>>()
    });
    filled.collect()
}

async fn no_form_takes_a_value_that_is_not_the_senders_to_choose(site: &Site) {
    send_everything(site, &SENDERS).await;
}

async fn no_role_reaches_further_than_it_says(site: &Site) {
    send_everything(site, &KEEPERS).await;
}

/// Whether sending it may take from the sender what the rest is sent with: their session, or what they may see.
fn leaves(form: &Form) -> bool {
    let ends_a_relation =
        form.action.starts_with("/participants/") && form.fields.iter().any(|(_, own)| own == "end");
    ends_a_relation
        || ["/account/sessions", "/account/password", "/account/data"]
            .iter()
            .any(|path| form.action.starts_with(path))
}

async fn send_everything(site: &Site, senders: &[&str]) {
    let fixture = PermissionFixture::create(site).await;
    let values = values(site, &fixture).await;
    let mut wrong = Vec::new();
    for &name in senders {
        let Visitor { browser, relations, .. } = visitor(&fixture, name);
        // of tickets to which the sender is the same, one is enough
        let shape = |form: &Form| {
            let tickets = fixture.tickets.iter().zip(relations);
            tickets.fold(form.action.clone(), |action, (ticket, access)| {
                action.replace(&ticket.reference, &format!("{access:?}"))
            })
        };
        let mut found: Vec<Form> = Vec::new();
        for page in pages(site, &fixture) {
            let answer = browser.get(&page).await;
            for form in forms(&String::from_utf8_lossy(&answer.body), &page) {
                let same = |known: &&Form| {
                    shape(known) == shape(&form)
                        && known
                            .fields
                            .iter()
                            .map(|(name, _)| name)
                            .eq(form.fields.iter().map(|(name, _)| name))
                };
                // signed out, everything else would be sent by nobody
                if found.iter().find(same).is_none() && form.action != "/sign-out" {
                    found.push(form);
                }
            }
        }
        found.sort_by_key(leaves);
        assert!(found.len() >= 3, "{name}: forms were found: {found:?}");
        let before = holdings(site, name).await;
        for form in &found {
            for value in &values {
                // in each of its own fields, and once in all the fields it does not have
                for at in 0..=form.fields.len() {
                    let mut fields = form.fields.clone();
                    match fields.get_mut(at) {
                        Some((_, own)) => own.clone_from(value),
                        None => fields.extend(
                            FIELDS
                                .iter()
                                .filter(|extra| !form.fields.iter().any(|(own, _)| own == *extra))
                                .map(|extra| ((*extra).to_owned(), value.clone())),
                        ),
                    }
                    let sent: Vec<_> =
                        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                    let answer = browser.post(&form.action, &sent).await;
                    if answer.status >= 500 {
                        wrong.push(format!("{name} {} {sent:?}: {}", form.action, answer.status));
                    }
                }
            }
            // told apart here, so that the form is known
            let after = holdings(site, name).await;
            for ((what, before), (_, after)) in before.iter().zip(&after) {
                let (before, after): (BTreeSet<_>, BTreeSet<_>) =
                    (before.iter().collect(), after.iter().collect());
                let moved: Vec<_> = before.symmetric_difference(&after).collect();
                if !moved.is_empty() {
                    wrong.push(format!("{name} changed {what} with {}: {moved:?}", form.action));
                }
            }
            if !wrong.is_empty() {
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn no_query_shows_what_is_not_the_askers_to_see(site: &Site) {
    let fixture = PermissionFixture::create(site).await;
    let values = values(site, &fixture).await;
    let mut wrong = Vec::new();
    for name in SENDERS.into_iter().chain(KEEPERS) {
        let visitor = visitor(&fixture, name);
        for page in pages(site, &fixture) {
            for value in &values {
                let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
                let extra: Vec<_> = FIELDS
                    .iter()
                    .chain(&["of", "show", "state", "page", "token", "after"])
                    .map(|field| format!("{field}={value}"))
                    .collect();
                let sign = if page.contains('?') { '&' } else { '?' };
                let answer = visitor.browser.get(&format!("{page}{sign}{}", extra.join("&"))).await;
                let body = String::from_utf8_lossy(&answer.body);
                if answer.status >= 500 {
                    wrong.push(format!("{name} {page} {value}: {}", answer.status));
                }
                for (ticket, access) in fixture.tickets.iter().zip(&visitor.relations) {
                    let allowed = |action| may(&Actor::ANONYMOUS, Permission::Ticket(action, access));
                    let message = body.contains(&ticket.word()) && !allowed(TicketAction::See);
                    let note = body.contains(&ticket.secret()) && !allowed(TicketAction::Work);
                    if message || note {
                        wrong.push(format!("{name} sees {} at {page} with {value}", ticket.name));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
