//! The roles of a person, in one table, and the form that adds one.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Level, Role,
    permission::{Permission, may},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::organisations::{MembershipDetails, Person};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    super::{RoleFields, role_text},
    action,
};
use crate::{
    FormState, RequestContext,
    components::{Confirm, Timestamp},
};

/// What a row of the table says.
struct RoleRow {
    /// The role in a word.
    role: String,
    /// Where it counts, with the team.
    place: String,
    /// The whole of it in words, for screen readers.
    text: String,
    /// The level, for roles that have one.
    level: Option<i64>,
    since: Option<DateTime<Utc>>,
    /// The hidden fields that take it away; `None` where the actor may not, or there is nothing to take.
    taken_by: Option<(String, &'static str)>,
}

/// The table of roles. Only portal administrators see the role in the whole portal.
pub(super) fn table(cx: &RequestContext, person: &Person) -> AnyView {
    let lang = cx.lang;
    let mut rows: Vec<RoleRow> =
        person.memberships.iter().map(|membership| membership_row(cx, membership)).collect();
    if cx.actor.can_run_portal() {
        rows.insert(0, portal_row(cx, person));
    }
    let rows: Vec<_> = rows.into_iter().map(|row| row_view(cx, person, row)).collect();
    view! {
        <section aria-labelledby="roles-title">
            <h2 class="ds-heading" data-size="sm" id="roles-title">{t!(lang, "people-roles")}</h2>
            <table class="ds-table table-cards">
                <caption class="visually-hidden">{t!(lang, "people-roles")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "people-role")}</th>
                        <th scope="col">{t!(lang, "people-place")}</th>
                        <th scope="col">{t!(lang, "people-level-column")}</th>
                        <th scope="col">{t!(lang, "people-since")}</th>
                        <th scope="col"><span class="visually-hidden">{t!(lang, "people-take")}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn level_of(role: Role, level: Level) -> Option<i64> {
    (role == Role::Agent).then(|| level.number())
}

fn portal_row(cx: &RequestContext, person: &Person) -> RoleRow {
    let lang = cx.lang;
    RoleRow {
        role: text_for(lang, "role-", person.role.as_str()),
        place: t!(lang, "people-whole-portal").to_owned(),
        text: t!(lang, "people-role-portal", role = role_text(cx, person.role, person.level)),
        level: level_of(person.role, person.level),
        since: person.role_since,
        // everyone is at least a participant
        taken_by: (person.role != Role::Participant).then(|| ("portal".to_owned(), person.role.as_str())),
    }
}

fn membership_row(cx: &RequestContext, membership: &MembershipDetails) -> RoleRow {
    let lang = cx.lang;
    let (role, organisation) = (membership.role, membership.organisation);
    let place = match &membership.team {
        Some(team) => format!("{} – {}", membership.name, team.name),
        None => membership.name.clone(),
    };
    let whole = role_text(cx, role, membership.level);
    RoleRow {
        role: text_for(lang, "role-", role.as_str()),
        place,
        text: t!(lang, "people-role-in", role = whole, organisation = membership.name.as_str()),
        level: level_of(role, membership.level),
        since: Some(membership.since),
        taken_by: may(&cx.actor, Permission::Grant(role, Some(organisation)))
            .then(|| (organisation.to_string(), role.as_str())),
    }
}

fn row_view(cx: &RequestContext, person: &Person, row: RoleRow) -> AnyView {
    let lang = cx.lang;
    let RoleRow { role, place, text, level, since, taken_by } = row;
    let take = taken_by.map(|(organisation, role)| {
        let (action, name) = (action(person), person.name.clone());
        view! {
            <Confirm label=t!(lang, "people-take") about=text consequence=t!(lang, "people-take-text", name = name)>
                <form method="post" action=action>
                    <input type="hidden" name="organisation" value=organisation/>
                    <input type="hidden" name="role" value=role/>
                    <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit"
                        name="action" value="take">{t!(lang, "people-take-yes")}</button>
                </form>
            </Confirm>
        }
    });
    view! {
        <tr>
            <th scope="row">{role}</th>
            <td data-label=t!(lang, "people-place")>{place}</td>
            <td data-label=level.is_some().then(|| t!(lang, "people-level-column"))>{level}</td>
            <td data-label=since.is_some().then(|| t!(lang, "people-since"))>{since.map(|at| view! { <Timestamp at/> })}</td>
            <td>{take}</td>
        </tr>
    }
    .into_any()
}

/// The form that adds a role, in the whole portal or where `places` says.
pub(super) fn add_form(
    cx: &RequestContext,
    person: &Person,
    form: &FormState,
    places: Vec<(String, String)>,
    organisations: &[Option<Uuid>],
) -> AnyView {
    let lang = cx.lang;
    let portal = cx.actor.can_run_portal().then(|| {
        view! { <p class="ds-paragraph">{t!(lang, "people-portal-text")}</p> }
    });
    view! {
        <section class="ds-card" aria-labelledby="give-title">
            <h2 class="ds-heading" data-size="sm" id="give-title">{t!(lang, "people-give")}</h2>
            {portal}
            <form method="post" action=action(person) class="stack role-form" novalidate>
                <RoleFields form=form.clone() places organisations=organisations.to_vec()/>
                <p class="actions"><button class="ds-button" data-variant="primary" type="submit" name="action" value="give">{t!(lang, "people-give-button")}</button></p>
            </form>
        </section>
    }
    .into_any()
}
