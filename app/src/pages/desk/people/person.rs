//! One person: roles, account, relations as counsellor and as participant, ending sessions.

mod account;
mod roles;

use fyr_domain::permission::{Permission, Scope, may};
use fyr_i18n::{date, t, text_for};
use fyr_usecases::{
    Error,
    organisations::{self, Organisation, Person, PersonDetails},
    relations::Relation,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{ancestors, organisation_and_team_choices};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, Confirm, SelectField, Tag, TextField, Timestamp, Tone, mailto},
    query::with_query,
};

/// `/desk/people/{id}`.
pub async fn show(cx: &RequestContext, id: Uuid, form: FormState) -> Result<Page, Error> {
    let PersonDetails { person, relations, account } =
        organisations::find_person(&cx.backend, &cx.actor, id).await?;
    let administered = organisations::list_administered(&cx.backend, &cx.actor).await?;
    let is_member = |organisation: &&Organisation| {
        person.memberships.iter().any(|membership| membership.organisation == organisation.id)
    };
    let own: Vec<Organisation> = administered.iter().filter(is_member).cloned().collect();
    // admins of an organisation grant roles to its members; other people are invited
    let grantable = if cx.actor.can_run_portal() { &administered } else { &own };
    let mut choices = organisation_and_team_choices(cx, grantable).await?;
    let mut places: Vec<Option<Uuid>> = grantable.iter().map(|organisation| Some(organisation.id)).collect();
    if cx.actor.can_run_portal() {
        choices.insert(0, ("portal".to_owned(), t!(cx.lang, "people-whole-portal").to_owned()));
        places.push(None);
    }
    let mut counsellors = Vec::new();
    for organisation in &own {
        let details = organisations::find_details(&cx.backend, &cx.actor, organisation.id).await?;
        counsellors.extend(details.counsellors.into_iter().filter(|other| other.id != id).map(|other| {
            (format!("{}/{}", organisation.id, other.id), format!("{} – {}", other.name, organisation.name))
        }));
    }
    let name = person.name.clone();
    let body = view! {
        <Breadcrumbs ancestors=ancestors(cx) current=name.clone()/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{name.clone()}</h1>
            {person.deactivated_at.map(|_| view! { <Tag tone=Tone::Warning text=t!(cx.lang, "people-deactivated")/> })}
            <p><a class="ds-link" href=mailto(&person.email)>{person.email.clone()}</a></p>
            {cx.actor.can_open_desk().then(|| view! {
                <p><a class="ds-link" href=with_query("/desk", [("state", "all"), ("q", person.email.as_str())])>{t!(cx.lang, "people-tickets-of")}</a></p>
            })}
            {(!person.email_confirmed).then(|| view! { <p class="meta">{t!(cx.lang, "people-address-not-confirmed")}</p> })}
        </div>
        {roles::table(cx, &person)}
        {(!choices.is_empty()).then(|| roles::add_form(cx, &person, &form, choices, &places))}
        {relations_section(cx, &person, &relations)}
        {(!counsellors.is_empty()).then(|| relation_form(cx, &person, &form, counsellors))}
        {account.map(|account| account::section(cx, &person, account, &form))}
        {may(&cx.actor, Permission::EndSessions).then(|| end_sessions_form(cx, &person))}
    };
    Ok(Page::new(name, body))
}

/// The button that ends all sessions, for a lost device or a person who has left.
fn end_sessions_form(cx: &RequestContext, person: &Person) -> AnyView {
    let lang = cx.lang;
    let action = action(person);
    view! {
        <section class="ds-card" aria-labelledby="sign-out-title">
            <h2 class="ds-heading" data-size="sm" id="sign-out-title">{t!(lang, "people-sign-out-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "people-sign-out-text")}</p>
            <Confirm label=t!(lang, "people-sign-out", name = person.name.as_str()) consequence=t!(lang, "people-sign-out-sure")>
                <form method="post" action=action>
                    <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit"
                        name="action" value="sign-out">{t!(lang, "people-sign-out-yes")}</button>
                </form>
            </Confirm>
        </section>
    }
    .into_any()
}

fn action(person: &Person) -> String {
    format!("/desk/people/{}", person.id)
}

fn relations_section(cx: &RequestContext, person: &Person, relations: &[Relation]) -> AnyView {
    let lang = cx.lang;
    let is_counsellor = relations
        .iter()
        .any(|relation| relation.counsellor_id == person.id && relation.stands_in_for_id.is_none());
    let items: Vec<_> = relations
        .iter()
        .map(|relation| {
            let (who, whom) = (relation.counsellor.as_str(), relation.participant.as_str());
            let text = match relation.scope {
                Scope::See => t!(lang, "people-tie-see", who = who, whom = whom),
                Scope::Act => t!(lang, "people-tie-act", who = who, whom = whom),
            };
            let (action, counsellor) = (action(person), relation.counsellor_id.to_string());
            let participant = relation.participant_id.to_string();
            view! {
                <li class="ticket-row">
                    <div>
                        <strong>{text.clone()}</strong>
                        {relation_facts(cx, relation)}
                    </div>
                    <Confirm label=t!(lang, "access-end") about=text.clone()
                        consequence=t!(lang, "people-tie-end-text", who = who, whom = whom)>
                        <form method="post" action=action>
                            <input type="hidden" name="counsellor" value=counsellor/>
                            <input type="hidden" name="participant" value=participant/>
                            <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit"
                                name="action" value="end">{t!(lang, "access-end-yes")}</button>
                        </form>
                    </Confirm>
                </li>
            }
        })
        .collect();
    let none = items.is_empty();
    let items = (!none).then(|| view! { <ul class="rows">{items}</ul> });
    view! {
        <section class="ds-card" aria-labelledby="ties-title">
            <h2 class="ds-heading" data-size="sm" id="ties-title">{t!(lang, "people-ties")}</h2>
            {none.then(|| view! { <p class="ds-paragraph">{t!(lang, "people-no-ties")}</p> })}
            {items}
            {is_counsellor.then(|| view! {
                <p class="actions">
                    <a class="ds-button" data-variant="secondary" href=format!("/participants/hand-over?of={}", person.id)>
                        {t!(lang, "people-hand-over-of", name = person.name.as_str())}
                    </a>
                </p>
            })}
        </section>
    }
    .into_any()
}

/// The facts of a relation in one line: start, end, organisation, stand-in, purpose.
pub fn relation_facts(cx: &RequestContext, relation: &Relation) -> AnyView {
    let lang = cx.lang;
    let since = if relation.since > cx.now {
        view! { {t!(lang, "relation-from")}" "<Timestamp at=relation.since/> }.into_any()
    } else {
        view! { {t!(lang, "people-since")}" "<Timestamp at=relation.since/> }.into_any()
    };
    let until = relation
        .until
        .map(|until| format!(" · {} {}", t!(lang, "relation-until"), date(lang, cx.backend.last_day(until))));
    let purpose = Some(relation.purpose.as_str()).filter(|purpose| !purpose.is_empty());
    let stands_in = relation
        .stands_in_for
        .as_ref()
        .map(|name| format!(" · {}", t!(lang, "relation-stands-in", name = name.as_str())));
    let organisation = relation.organisation.as_ref().map(|name| format!(" · {name}"));
    view! {
        <p class="meta">{since}{until}{organisation}{stands_in}{purpose.map(|purpose| format!(" · {purpose}"))}</p>
    }
    .into_any()
}

/// The scopes of relations as choices, the smaller one first.
pub fn scope_choices(cx: &RequestContext) -> Vec<(String, String)> {
    let choice = |scope: &Scope| (scope.as_str().to_owned(), text_for(cx.lang, "scope-", scope.as_str()));
    [Scope::See, Scope::Act].iter().map(choice).collect()
}

fn relation_form(
    cx: &RequestContext,
    person: &Person,
    form: &FormState,
    counsellors: Vec<(String, String)>,
) -> AnyView {
    let lang = cx.lang;
    view! {
        <section class="ds-card" aria-labelledby="relate-title">
            <h2 class="ds-heading" data-size="sm" id="relate-title">{t!(lang, "people-relate", name = person.name.as_str())}</h2>
            <form method="post" action=action(person) class="stack" novalidate>
                <SelectField form=form.clone() name="counsellor" unset=true label=t!(lang, "role-one-counsellor") choices=counsellors/>
                <SelectField form=form.clone() name="scope" label=t!(lang, "relation-scope") choices=scope_choices(cx)/>
                <TextField form=form.clone() name="purpose" optional=true label=t!(lang, "relation-purpose") hint=t!(lang, "relation-purpose-hint")/>
                <div class="fields-2">
                    <TextField form=form.clone() name="since" kind="date" optional=true label=t!(lang, "relation-from")/>
                    <TextField form=form.clone() name="until" kind="date" optional=true label=t!(lang, "relation-until")/>
                </div>
                <p class="actions"><button class="ds-button" data-variant="primary" type="submit" name="action" value="relate">{t!(lang, "people-relate-button")}</button></p>
            </form>
        </section>
    }
    .into_any()
}
