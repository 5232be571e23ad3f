//! One person: roles, and what counsellors may do for them or they for others.

use fyr_domain::permission::{Question, Scope, may};
use fyr_i18n::{date, t, text_of};
use fyr_services::{
    Error,
    organisations::{self, Organisation, Person, Place},
    relations::Relation,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{above, done, level_choices, place_choices, role_choices, role_words};
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, Moment, SelectField, TextField},
};

/// `/desk/people/{id}?done=`.
pub async fn show(cx: &Cx, id: Uuid, form: FormState) -> Result<Page, Error> {
    let (person, ties) = organisations::person(&cx.services, &cx.actor, id).await?;
    let all = organisations::administered(&cx.services, &cx.actor).await?;
    let belongs = |place: &&Organisation| person.places.iter().any(|one| one.organisation == place.id);
    let own: Vec<Organisation> = all.iter().filter(belongs).cloned().collect();
    // an organisation's admins give roles to its members; others are asked to join
    let open = if cx.actor.runs_portal() { &all } else { &own };
    let choices = place_choices(cx, open).await?;
    let mut counsellors = Vec::new();
    for place in &own {
        let one = organisations::one(&cx.services, &cx.actor, place.id).await?;
        counsellors.extend(
            one.counsellors.into_iter().filter(|other| other.id != id).map(|other| {
                (format!("{}/{}", place.id, other.id), format!("{} – {}", other.name, place.name))
            }),
        );
    }
    let name = person.name.clone();
    let body = view! {
        <Breadcrumbs above=above(cx) here=name.clone()/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{name.clone()}</h1>
            <p><a class="ds-link" href=format!("mailto:{}", person.email)>{person.email.clone()}</a></p>
        </div>
        {done(cx, &["given", "taken", "portal", "related", "ended", "signed-out"])}
        <ErrorSummary form=form.clone()/>
        {roles(cx, &person)}
        {(!choices.is_empty()).then(|| give(cx, &person, &form, open, choices))}
        {cx.actor.runs_portal().then(|| portal(cx, &person, &form))}
        {relations(cx, &person, &ties)}
        {(!counsellors.is_empty()).then(|| relate(cx, &person, &form, counsellors))}
        {may(&cx.actor, Question::EndSessions).then(|| sign_out(cx, &person))}
    };
    Ok(Page::new(name, body))
}

/// For a telephone that was lost, or someone who has left.
fn sign_out(cx: &Cx, person: &Person) -> AnyView {
    let lang = cx.lang;
    view! {
        <section class="ds-card" aria-labelledby="sign-out-title">
            <h2 class="ds-heading" data-size="sm" id="sign-out-title">{t!(lang, "people-sign-out-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "people-sign-out-text")}</p>
            <form method="post" action=action(person)>
                <p class="actions"><button class="ds-button" data-variant="secondary" data-color="danger" type="submit"
                    name="action" value="sign-out">{t!(lang, "people-sign-out", name = person.name.as_str())}</button></p>
            </form>
        </section>
    }
    .into_any()
}

fn action(person: &Person) -> String {
    format!("/desk/people/{}", person.id)
}

fn roles(cx: &Cx, person: &Person) -> AnyView {
    let lang = cx.lang;
    let items: Vec<_> = person.places.iter().map(|place| one_role(cx, person, place)).collect();
    let none = items.is_empty();
    let items = (!none).then(|| view! { <ul class="rows">{items}</ul> });
    view! {
        <section class="ds-card" aria-labelledby="roles-title">
            <h2 class="ds-heading" data-size="sm" id="roles-title">{t!(lang, "people-roles")}</h2>
            {cx.actor.runs_portal().then(|| view! {
                <p class="ds-paragraph">{t!(lang, "people-role-portal", role = role_words(cx, person.role, person.level))}</p>
            })}
            {none.then(|| view! { <p class="ds-paragraph">{t!(lang, "people-no-roles")}</p> })}
            {items}
        </section>
    }
    .into_any()
}

fn one_role(cx: &Cx, person: &Person, place: &Place) -> AnyView {
    let lang = cx.lang;
    let role = role_words(cx, place.role, place.level);
    let words = t!(lang, "people-role-in", role = role, organisation = place.name.as_str());
    let team = place.team.as_ref().map(|(_, team)| t!(lang, "people-in-team", team = team.as_str()));
    let takes = may(&cx.actor, Question::Grant(place.role, Some(place.organisation)));
    let label = format!("{}: {words}", t!(lang, "people-take"));
    view! {
        <li class="ticket-row">
            <div>
                <strong>{words.clone()}</strong>
                <p class="meta">{team.map(|team| format!("{team} · "))}{t!(lang, "people-since")}" "<Moment at=place.since/></p>
            </div>
            {takes.then(|| view! {
                <form method="post" action=action(person)>
                    <input type="hidden" name="organisation" value=place.organisation.to_string()/>
                    <input type="hidden" name="role" value=place.role.as_str()/>
                    <button class="ds-button" data-variant="secondary" data-size="sm" data-color="danger" type="submit"
                        name="action" value="take" aria-label=label>{t!(lang, "people-take")}</button>
                </form>
            })}
        </li>
    }
    .into_any()
}

fn give(
    cx: &Cx,
    person: &Person,
    form: &FormState,
    open: &[Organisation],
    places: Vec<(String, String)>,
) -> AnyView {
    let lang = cx.lang;
    let ids: Vec<Option<Uuid>> = open.iter().map(|place| Some(place.id)).collect();
    view! {
        <section class="ds-card" aria-labelledby="give-title">
            <h2 class="ds-heading" data-size="sm" id="give-title">{t!(lang, "people-give")}</h2>
            <form method="post" action=action(person) class="stack">
                <div class="fields-2">
                    <SelectField form=form.clone() name="role" label=t!(lang, "people-role") choices=role_choices(cx, &ids)/>
                    <SelectField form=form.clone() name="team" label=t!(lang, "people-place") choices=places/>
                    <SelectField form=form.clone() name="level" label=t!(lang, "people-level") choices=level_choices(cx)/>
                </div>
                <p class="actions"><button class="ds-button" data-variant="primary" type="submit" name="action" value="give">{t!(lang, "people-give-button")}</button></p>
            </form>
        </section>
    }
    .into_any()
}

fn portal(cx: &Cx, person: &Person, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let typed = form.values.contains_key("portal_role");
    let form = if typed {
        form.clone()
    } else {
        form.clone()
            .with("portal_role", person.role.as_str())
            .with("portal_level", person.level.number().to_string())
    };
    view! {
        <section class="ds-card" aria-labelledby="portal-title">
            <h2 class="ds-heading" data-size="sm" id="portal-title">{t!(lang, "people-portal")}</h2>
            <p class="ds-paragraph">{t!(lang, "people-portal-text")}</p>
            <form method="post" action=action(person) class="stack">
                <div class="fields-2">
                    <SelectField form=form.clone() name="portal_role" label=t!(lang, "people-role") choices=role_choices(cx, &[None])/>
                    <SelectField form=form.clone() name="portal_level" label=t!(lang, "people-level") choices=level_choices(cx)/>
                </div>
                <p class="actions"><button class="ds-button" data-variant="primary" type="submit" name="action" value="portal">{t!(lang, "people-portal-button")}</button></p>
            </form>
        </section>
    }
    .into_any()
}

fn relations(cx: &Cx, person: &Person, ties: &[Relation]) -> AnyView {
    let lang = cx.lang;
    let counsels = ties.iter().any(|tie| tie.counsellor_id == person.id && tie.stands_in_for_id.is_none());
    let items: Vec<_> = ties
        .iter()
        .map(|tie| {
            let (who, whom) = (tie.counsellor.as_str(), tie.participant.as_str());
            let words = match tie.scope {
                Scope::See => t!(lang, "people-tie-see", who = who, whom = whom),
                Scope::Act => t!(lang, "people-tie-act", who = who, whom = whom),
            };
            let label = format!("{}: {words}", t!(lang, "access-end"));
            view! {
                <li class="ticket-row">
                    <div>
                        <strong>{words.clone()}</strong>
                        {tie_facts(cx, tie)}
                    </div>
                    <form method="post" action=action(person)>
                        <input type="hidden" name="counsellor" value=tie.counsellor_id.to_string()/>
                        <input type="hidden" name="participant" value=tie.participant_id.to_string()/>
                        <button class="ds-button" data-variant="secondary" data-size="sm" data-color="danger" type="submit"
                            name="action" value="end" aria-label=label>{t!(lang, "access-end")}</button>
                    </form>
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
            {counsels.then(|| view! {
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

/// Since when, until when, why and for whom, in one line.
pub fn tie_facts(cx: &Cx, tie: &Relation) -> AnyView {
    let lang = cx.lang;
    let since = if tie.since > cx.now {
        view! { {t!(lang, "relation-from")}" "<Moment at=tie.since/> }.into_any()
    } else {
        view! { {t!(lang, "people-since")}" "<Moment at=tie.since/> }.into_any()
    };
    let until = tie.until.map(|until| {
        format!(" · {} {}", t!(lang, "relation-until"), date(lang, cx.services.last_day(until)))
    });
    let purpose = Some(tie.purpose.as_str()).filter(|purpose| !purpose.is_empty());
    let stands_in = tie
        .stands_in_for
        .as_ref()
        .map(|name| format!(" · {}", t!(lang, "relation-stands-in", name = name.as_str())));
    let place = tie.organisation.as_ref().map(|name| format!(" · {name}"));
    view! {
        <p class="meta">{since}{until}{place}{stands_in}{purpose.map(|purpose| format!(" · {purpose}"))}</p>
    }
    .into_any()
}

/// How far a counsellor may go, as choices.
pub fn scope_choices(cx: &Cx) -> Vec<(String, String)> {
    let words = |scope: &Scope| (scope.as_str().to_owned(), text_of(cx.lang, "scope-", scope.as_str()));
    [Scope::Act, Scope::See].iter().map(words).collect()
}

fn relate(cx: &Cx, person: &Person, form: &FormState, counsellors: Vec<(String, String)>) -> AnyView {
    let lang = cx.lang;
    view! {
        <section class="ds-card" aria-labelledby="relate-title">
            <h2 class="ds-heading" data-size="sm" id="relate-title">{t!(lang, "people-relate", name = person.name.as_str())}</h2>
            <form method="post" action=action(person) class="stack">
                <SelectField form=form.clone() name="counsellor" label=t!(lang, "role-one-counsellor") choices=counsellors/>
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
