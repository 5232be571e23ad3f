//! One organisation: name, sharing of its members' tickets, viewers, teams.

use fyr_domain::permission::Sharing;
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    organisations::{self, OrganisationDetails},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::ancestors;
use crate::{
    FORM_NAME_FIELD, FormState, Page, RequestContext,
    components::{
        Breadcrumbs, Checkbox, Confirm, FieldError, SelectField, SubmitButton, TextField, described_by,
    },
};

/// `/desk/people/organisations/{id}`.
pub async fn show(cx: &RequestContext, id: Uuid, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let details = organisations::find_details(&cx.backend, &cx.actor, id).await?;
    let name = details.organisation.name.clone();
    let mut ancestors = ancestors(cx);
    ancestors
        .push(("/desk/people/organisations".to_owned(), t!(lang, "people-tab-organisations").to_owned()));
    let members = t!(lang, "organisation-members", count = details.members.len());
    let body = view! {
        <Breadcrumbs ancestors current=name.clone()/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{name.clone()}</h1>
            <p><a class="ds-link" href=format!("/desk/people?organisation={id}")>{members}</a></p>
        </div>
        {settings_form(cx, &details, &form)}
        {viewers_section(cx, &details, &form)}
        {teams_section(cx, &details, &form)}
    };
    Ok(Page::new(name, body))
}

fn action(details: &OrganisationDetails) -> String {
    format!("/desk/people/organisations/{}", details.organisation.id)
}

fn settings_form(cx: &RequestContext, details: &OrganisationDetails, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let organisation = &details.organisation;
    let submitted = form.value("action") == "save";
    let form = if submitted {
        form.clone()
    } else {
        FormState::new(Uuid::nil())
            .with("organisation_name", organisation.name.clone())
            .with("sharing", organisation.sharing.as_str())
            .with("participants_end", if organisation.participants_end { "yes" } else { "" })
    };
    let chosen = form.value("sharing");
    let error = form.problem_text(lang, "sharing");
    let described_by = described_by("sharing", false, error.is_some());
    let choices: Vec<_> = Sharing::ALL
        .iter()
        .enumerate()
        .map(|(index, sharing)| {
            let word = sharing.as_str();
            let id = if index == 0 { "sharing".to_owned() } else { format!("sharing-{word}") };
            view! {
                <label class="choice" for=id.clone()>
                    <input class="ds-input" type="radio" id=id.clone() name="sharing" value=word checked=chosen == word/>
                    <span>{text_for(lang, "sharing-", word)}</span>
                </label>
            }
        })
        .collect();
    view! {
        <section class="ds-card" aria-labelledby="settings-title">
            <h2 class="ds-heading" data-size="sm" id="settings-title">{t!(lang, "organisation-settings")}</h2>
            <form method="post" action=action(details) class="stack" novalidate>
                <input type="hidden" name="action" value="save"/>
                <TextField form=form.clone() name="organisation_name" label=t!(lang, "organisation-name")
                    hint=t!(lang, "organisation-slug", slug = organisation.slug.as_str())/>
                <fieldset class="ds-fieldset" aria-describedby=described_by>
                    <legend class="ds-label" data-weight="medium">{t!(lang, "organisation-sharing")}</legend>
                    <p class="field-hint">{t!(lang, "organisation-sharing-hint")}</p>
                    <div class="choices">{choices}</div>
                    <FieldError field_id="sharing".to_owned() message=error/>
                </fieldset>
                <Checkbox form=form.clone() name="participants_end" label=t!(lang, "organisation-participants-end")/>
                <p class="actions"><SubmitButton label=t!(lang, "organisation-save")/></p>
            </form>
        </section>
    }
    .into_any()
}

fn viewers_section(cx: &RequestContext, details: &OrganisationDetails, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let sharing_with_viewers = details.organisation.sharing == Sharing::Chosen;
    let items: Vec<_> = details
        .viewers
        .iter()
        .map(|viewer| {
            let (action, id) = (action(details), viewer.id.to_string());
            view! {
                <li class="ticket-row">
                    <strong>{viewer.name.clone()}</strong>
                    <Confirm label=t!(lang, "upload-remove") about=viewer.name.clone() consequence=t!(lang, "organisation-viewer-remove-text")>
                        <form method="post" action=action>
                            <input type="hidden" name="user" value=id/>
                            <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit" name="action"
                                value="unchoose">{t!(lang, "organisation-viewer-remove-yes")}</button>
                        </form>
                    </Confirm>
                </li>
            }
        })
        .collect();
    let candidates: Vec<_> = details
        .members
        .iter()
        .filter(|member| details.viewers.iter().all(|viewer| viewer.id != member.id))
        .map(|member| (member.id.to_string(), member.name.clone()))
        .collect();
    view! {
        <section class="ds-card" aria-labelledby="viewers-title">
            <h2 class="ds-heading" data-size="sm" id="viewers-title">{t!(lang, "organisation-viewers")}</h2>
            <p class="ds-paragraph">
                {if sharing_with_viewers { t!(lang, "organisation-viewers-text") } else { t!(lang, "organisation-viewers-idle") }}
            </p>
            {(!items.is_empty()).then(|| view! { <ul class="rows">{items}</ul> })}
            {(!candidates.is_empty()).then(|| view! {
                <form method="post" action=action(details) class="stack" novalidate>
                    <input type="hidden" name="action" value="choose"/>
                    <SelectField form=form.clone() name="user" unset=true label=t!(lang, "organisation-viewer") choices=candidates/>
                    <p class="actions"><button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "organisation-viewer-add")}</button></p>
                </form>
            })}
        </section>
    }
    .into_any()
}

fn teams_section(cx: &RequestContext, details: &OrganisationDetails, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let items: Vec<_> = details
        .teams
        .iter()
        .map(|team| {
            let id = format!("team-{}", team.id);
            let is_renamed = form.value("team") == team.id.to_string();
            let name = if is_renamed { form.value("team_name") } else { team.name.clone() };
            let error = is_renamed.then(|| form.problem_text(lang, "team_name")).flatten();
            // the summary of errors leads to the field by its name
            let id = if error.is_some() { "team_name".to_owned() } else { id };
            let (invalid, described_by) = (error.is_some().then_some("true"), described_by(&id, false, error.is_some()));
            let label = t!(lang, "team-name-of", name = team.name.as_str());
            let rename = format!("{}: {}", t!(lang, "team-rename"), team.name);
            view! {
                <li>
                    <form method="post" action=action(details) class="cluster">
                        <input type="hidden" name="team" value=team.id.to_string()/>
                        <label class="visually-hidden" for=id.clone()>{label}</label>
                        <input class="ds-input" id=id.clone() name="team_name" r#type="text" value=name data-width="s"
                            aria-invalid=invalid aria-describedby=described_by/>
                        <FieldError field_id=id message=error/>
                        <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="action"
                            value="team-rename" aria-label=rename>{t!(lang, "team-rename")}</button>
                        <Confirm label=t!(lang, "team-remove") about=team.name.clone() consequence=t!(lang, "team-remove-text")>
                            <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit"
                                name="action" value="team-remove">{t!(lang, "team-remove-yes")}</button>
                        </Confirm>
                    </form>
                </li>
            }
        })
        .collect();
    let none = items.is_empty();
    let is_added = form.value("team").is_empty();
    let added = if is_added { form.clone() } else { FormState::default() }.named("team-add");
    let added_prefix = if is_added { "" } else { "new-" };
    view! {
        <section class="ds-card" aria-labelledby="teams-title">
            <h2 class="ds-heading" data-size="sm" id="teams-title">{t!(lang, "organisation-teams")}</h2>
            {none.then(|| view! { <p class="ds-paragraph">{t!(lang, "organisation-no-teams")}</p> })}
            <ul class="plain-list stack">{items}</ul>
            <form method="post" action=action(details) class="stack" novalidate>
                <input type="hidden" name="action" value="team-add"/>
                <input type="hidden" name=FORM_NAME_FIELD value=added.name/>
                <TextField form=added name="team_name" label=t!(lang, "team-new") id_prefix=added_prefix/>
                <p class="actions"><button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "team-add")}</button></p>
            </form>
        </section>
    }
    .into_any()
}
