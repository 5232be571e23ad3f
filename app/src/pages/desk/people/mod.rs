//! Looking after people: who is what, organisations and teams, invitations, sheets. Nobody else is told that it exists.

pub mod import;
pub mod invitations;
pub mod list;
pub mod organisation;
pub mod organisations;
pub mod person;

use fyr_domain::{
    Level, Role,
    permission::{Question, may},
};
use fyr_i18n::{t, text_of};
use fyr_services::{
    Error,
    organisations::{self as services, Organisation},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::Cx;

/// The parts of looking after people, and which one this is.
fn tabs(cx: &Cx, here: &str) -> AnyView {
    let lang = cx.lang;
    let links: Vec<_> = [
        ("/desk/people", t!(lang, "people-tab-people")),
        ("/desk/people/organisations", t!(lang, "people-tab-organisations")),
        ("/desk/people/invitations", t!(lang, "people-tab-invitations")),
        ("/desk/people/import", t!(lang, "people-tab-import")),
    ]
    .into_iter()
    .map(|(href, words)| {
        view! { <li><a href=href aria-current=(href == here).then_some("page")>{words}</a></li> }
    })
    .collect();
    view! { <nav aria-label=t!(lang, "people-tabs")><ul class="tabs">{links}</ul></nav> }.into_any()
}

/// The pages above one of a person or an organisation.
fn above(cx: &Cx) -> Vec<(String, String)> {
    vec![("/desk/people".to_owned(), t!(cx.lang, "nav-people").to_owned())]
}

/// What was just done, as the address tells it: `…?done=given`. Nothing for words that are none of ours.
fn done(cx: &Cx, words: &[&str]) -> Option<AnyView> {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let told = query.split('&').find_map(|pair| pair.strip_prefix("done="))?;
    let known = words.iter().find(|word| **word == told)?;
    let text = text_of(cx.lang, "people-done-", known);
    Some(view! { <p class="ds-alert" data-color="success" role="status">{text}</p> }.into_any())
}

/// What someone is, in words: "support, nivå 2".
fn role_words(cx: &Cx, role: Role, level: Level) -> String {
    let words = text_of(cx.lang, "role-", role.as_str());
    if role == Role::Agent {
        t!(cx.lang, "people-agent", role = words, level = level.number())
    } else {
        words
    }
}

/// The roles that the actor may give somewhere of these.
fn role_choices(cx: &Cx, places: &[Option<Uuid>]) -> Vec<(String, String)> {
    let may_give = |role: &&Role| places.iter().any(|place| may(&cx.actor, Question::Grant(**role, *place)));
    let words = |role: &Role| (role.as_str().to_owned(), text_of(cx.lang, "role-", role.as_str()));
    Role::ALL.iter().filter(may_give).map(words).collect()
}

/// Levels of agents.
fn level_choices(cx: &Cx) -> Vec<(String, String)> {
    (1..=3).map(|level: i64| (level.to_string(), t!(cx.lang, "people-level-of", level = level))).collect()
}

/// Every organisation of these, and every team in it: `{organisation}` or `{organisation}/{team}`.
async fn place_choices(cx: &Cx, places: &[Organisation]) -> Result<Vec<(String, String)>, Error> {
    let mut choices = Vec::new();
    for (place, teams) in services::with_teams(&cx.services, &cx.actor).await? {
        if places.iter().all(|open| open.id != place.id) {
            continue;
        }
        choices.push((place.id.to_string(), place.name.clone()));
        for team in teams {
            choices.push((format!("{}/{}", place.id, team.id), format!("{} – {}", place.name, team.name)));
        }
    }
    Ok(choices)
}
