//! One organisation: its name, which colleagues see its members' tickets, its teams.

use fyr_domain::permission::Sharing;
use fyr_i18n::{t, text_of};
use fyr_services::{
    Error,
    organisations::{self, Overview},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{above, done};
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, FieldError, SelectField, Submit, TextField, described_by},
};

/// `/desk/people/organisations/{id}?done=`.
pub async fn show(cx: &Cx, id: Uuid, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let one = organisations::one(&cx.services, &cx.actor, id).await?;
    let name = one.organisation.name.clone();
    let mut way = above(cx);
    way.push(("/desk/people/organisations".to_owned(), t!(lang, "people-tab-organisations").to_owned()));
    let members = t!(lang, "organisation-members", count = one.members.len());
    let body = view! {
        <Breadcrumbs above=way here=name.clone()/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{name.clone()}</h1>
            <p><a class="ds-link" href=format!("/desk/people?organisation={id}")>{members}</a></p>
        </div>
        {done(cx, &["created", "saved", "team", "viewers"])}
        <ErrorSummary form=form.clone()/>
        {settings(cx, &one, &form)}
        {viewers(cx, &one, &form)}
        {teams(cx, &one, &form)}
    };
    Ok(Page::new(name, body))
}

fn action(one: &Overview) -> String {
    format!("/desk/people/organisations/{}", one.organisation.id)
}

fn settings(cx: &Cx, one: &Overview, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let place = &one.organisation;
    let typed = form.value("action") == "save";
    let form = if typed {
        form.clone()
    } else {
        FormState::new(Uuid::nil())
            .with("organisation_name", place.name.clone())
            .with("sharing", place.sharing.as_str())
            .with("participants_end", if place.participants_end { "yes" } else { "" })
    };
    let chosen = form.value("sharing");
    let wrong = form.problem(lang, "sharing");
    let described = described_by("sharing", false, wrong.is_some());
    let choices: Vec<_> = Sharing::ALL
        .iter()
        .enumerate()
        .map(|(at, sharing)| {
            let word = sharing.as_str();
            let id = if at == 0 { "sharing".to_owned() } else { format!("sharing-{word}") };
            view! {
                <label class="choice" for=id.clone()>
                    <input class="ds-input" type="radio" id=id.clone() name="sharing" value=word checked=chosen == word/>
                    <span>{text_of(lang, "sharing-", word)}</span>
                </label>
            }
        })
        .collect();
    let ends = form.value("participants_end") == "yes";
    view! {
        <section class="ds-card" aria-labelledby="settings-title">
            <h2 class="ds-heading" data-size="sm" id="settings-title">{t!(lang, "organisation-settings")}</h2>
            <form method="post" action=action(one) class="stack">
                <input type="hidden" name="action" value="save"/>
                <TextField form=form.clone() name="organisation_name" label=t!(lang, "organisation-name")
                    hint=t!(lang, "organisation-slug", slug = place.slug.as_str())/>
                <fieldset class="ds-fieldset" aria-describedby=described>
                    <legend class="ds-label" data-weight="medium">{t!(lang, "organisation-sharing")}</legend>
                    <p class="field-hint">{t!(lang, "organisation-sharing-hint")}</p>
                    <div class="choices">{choices}</div>
                    <FieldError name="sharing".to_owned() text=wrong/>
                </fieldset>
                <label class="checkbox" for="participants_end">
                    <input class="ds-input" type="checkbox" id="participants_end" name="participants_end" value="yes" checked=ends/>
                    <span>{t!(lang, "organisation-participants-end")}</span>
                </label>
                <p class="actions"><Submit label=t!(lang, "organisation-save")/></p>
            </form>
        </section>
    }
    .into_any()
}

fn viewers(cx: &Cx, one: &Overview, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let counts = one.organisation.sharing == Sharing::Chosen;
    let items: Vec<_> = one
        .viewers
        .iter()
        .map(|viewer| {
            let label = format!("{}: {}", t!(lang, "upload-remove"), viewer.name);
            view! {
                <li class="ticket-row">
                    <strong>{viewer.name.clone()}</strong>
                    <form method="post" action=action(one)>
                        <input type="hidden" name="user" value=viewer.id.to_string()/>
                        <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="action"
                            value="unchoose" aria-label=label>{t!(lang, "upload-remove")}</button>
                    </form>
                </li>
            }
        })
        .collect();
    let others: Vec<_> = one
        .members
        .iter()
        .filter(|member| one.viewers.iter().all(|viewer| viewer.id != member.id))
        .map(|member| (member.id.to_string(), member.name.clone()))
        .collect();
    view! {
        <section class="ds-card" aria-labelledby="viewers-title">
            <h2 class="ds-heading" data-size="sm" id="viewers-title">{t!(lang, "organisation-viewers")}</h2>
            <p class="ds-paragraph">
                {if counts { t!(lang, "organisation-viewers-text") } else { t!(lang, "organisation-viewers-idle") }}
            </p>
            {(!items.is_empty()).then(|| view! { <ul class="rows">{items}</ul> })}
            {(!others.is_empty()).then(|| view! {
                <form method="post" action=action(one) class="stack">
                    <input type="hidden" name="action" value="choose"/>
                    <SelectField form=form.clone() name="user" label=t!(lang, "organisation-viewer") choices=others/>
                    <p class="actions"><button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "organisation-viewer-add")}</button></p>
                </form>
            })}
        </section>
    }
    .into_any()
}

fn teams(cx: &Cx, one: &Overview, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let items: Vec<_> = one
        .teams
        .iter()
        .map(|team| {
            let id = format!("team-{}", team.id);
            let label = t!(lang, "team-name-of", name = team.name.as_str());
            let remove = format!("{}: {}", t!(lang, "team-remove"), team.name);
            let rename = format!("{}: {}", t!(lang, "team-rename"), team.name);
            view! {
                <li>
                    <form method="post" action=action(one) class="cluster">
                        <input type="hidden" name="team" value=team.id.to_string()/>
                        <label class="visually-hidden" for=id.clone()>{label}</label>
                        <input class="ds-input" id=id.clone() name="team_name" r#type="text" value=team.name.clone() data-width="s"/>
                        <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="action"
                            value="team-rename" aria-label=rename>{t!(lang, "team-rename")}</button>
                        <button class="ds-button" data-variant="tertiary" data-size="sm" data-color="danger" type="submit"
                            name="action" value="team-remove" aria-label=remove>{t!(lang, "team-remove")}</button>
                    </form>
                </li>
            }
        })
        .collect();
    let none = items.is_empty();
    view! {
        <section class="ds-card" aria-labelledby="teams-title">
            <h2 class="ds-heading" data-size="sm" id="teams-title">{t!(lang, "organisation-teams")}</h2>
            {none.then(|| view! { <p class="ds-paragraph">{t!(lang, "organisation-no-teams")}</p> })}
            <ul class="plain-list stack" data-gap="s">{items}</ul>
            <form method="post" action=action(one) class="stack">
                <input type="hidden" name="action" value="team-add"/>
                <TextField form=form.clone() name="team_name" label=t!(lang, "team-new")/>
                <p class="actions"><button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "team-add")}</button></p>
            </form>
        </section>
    }
    .into_any()
}
