//! User administration: people and their roles, organisations and teams, invitations, import. These pages do not exist (404) for
//! anyone who may not administer people.

pub mod import;
pub mod invitations;
pub mod list;
pub mod organisation;
pub mod organisations;
pub mod person;

use fyr_domain::{
    Level, Role,
    permission::{Permission, may},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    organisations::{self as organisation_usecases, Organisation, OrganisationTeams},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{FormState, RequestContext, components::SelectField, use_request_context};

/// The tabs of the user administration; `current` is the URL path of the current one.
fn tabs(cx: &RequestContext, current: &str) -> AnyView {
    let lang = cx.lang;
    let links: Vec<_> = [
        ("/desk/people", t!(lang, "people-tab-people")),
        ("/desk/people/organisations", t!(lang, "people-tab-organisations")),
        ("/desk/people/invitations", t!(lang, "people-tab-invitations")),
        ("/desk/people/import", t!(lang, "people-tab-import")),
    ]
    .into_iter()
    .map(|(href, label)| {
        view! { <li><a href=href aria-current=(href == current).then_some("page")>{label}</a></li> }
    })
    .collect();
    view! { <nav aria-label=t!(lang, "people-tabs")><ul class="tabs">{links}</ul></nav> }.into_any()
}

/// The breadcrumbs of the pages below `/desk/people`.
fn ancestors(cx: &RequestContext) -> Vec<(String, String)> {
    vec![("/desk/people".to_owned(), t!(cx.lang, "nav-people").to_owned())]
}

/// A role as text, for agents with the level: "support, nivå 2".
fn role_text(cx: &RequestContext, role: Role, level: Level) -> String {
    let role_name = text_for(cx.lang, "role-", role.as_str());
    if role == Role::Agent {
        t!(cx.lang, "people-agent", role = role_name, level = level.number())
    } else {
        role_name
    }
}

/// The roles that the actor may grant in any of these organisations; `None` is the portal.
fn role_choices(cx: &RequestContext, organisations: &[Option<Uuid>]) -> Vec<(String, String)> {
    let may_grant = |role: &&Role| {
        organisations.iter().any(|organisation| may(&cx.actor, Permission::Grant(**role, *organisation)))
    };
    let choice = |role: &Role| (role.as_str().to_owned(), text_for(cx.lang, "role-", role.as_str()));
    Role::ALL.iter().filter(may_grant).map(choice).collect()
}

/// The levels of agents as choices.
fn level_choices(cx: &RequestContext) -> Vec<(String, String)> {
    (1..=3).map(|level: i64| (level.to_string(), t!(cx.lang, "people-level-of", level = level))).collect()
}

/// Role, place and level of a role to give, with the level only where a role that has one is chosen: `.role-form` in `forms.css`.
#[component]
fn RoleFields(
    form: FormState,
    /// Where it can be given; the values are those of [`organisation_and_team_choices`], and `portal`.
    places: Vec<(String, String)>,
    /// The organisations among them; `None` is the portal.
    organisations: Vec<Option<Uuid>>,
) -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    view! {
        <div class="fields-2">
            <SelectField form=form.clone() name="role" unset=true label=t!(lang, "people-role") choices=role_choices(&cx, &organisations)/>
            <SelectField form=form.clone() name="team" unset=true label=t!(lang, "people-place") choices=places/>
            <div class="level-field">
                <SelectField form=form.clone() name="level" label=t!(lang, "people-level") choices=level_choices(&cx)/>
            </div>
        </div>
    }
}

/// These organisations and their teams as choices; the values are `{organisation}` or `{organisation}/{team}`.
async fn organisation_and_team_choices(
    cx: &RequestContext,
    allowed: &[Organisation],
) -> Result<Vec<(String, String)>, Error> {
    let mut choices = Vec::new();
    for OrganisationTeams { organisation, teams } in
        organisation_usecases::list_with_teams(&cx.backend, &cx.actor).await?
    {
        if allowed.iter().all(|other| other.id != organisation.id) {
            continue;
        }
        choices.push((organisation.id.to_string(), organisation.name.clone()));
        for team in teams {
            choices.push((
                format!("{}/{}", organisation.id, team.id),
                format!("{} – {}", organisation.name, team.name),
            ));
        }
    }
    Ok(choices)
}
