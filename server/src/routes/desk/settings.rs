//! What a business decides: opening hours, the service level with its policies, how new tickets are sorted, and escalation.

use axum::{extract::Path, response::Response};
use fyr_app::{
    FormState, Notice, Page, RequestContext,
    pages::desk::settings::{self as pages, SettingForm, part::FORMER_FIELD, plans, policy, rule, templates},
};
use fyr_domain::{
    branding::Branding,
    calendar::BusinessCalendar,
    channels::Channels,
    escalation::{Escalation, EscalationRule},
    fields::{FieldErrors, Problem},
    follow_up::FollowUpSchedule,
    plans::Plans,
    reply_templates::{ReplyTemplateFields, ReplyTemplates},
    results::Aims,
    sla::{ServiceLevel, SlaPolicy},
    statements::Statements,
    status::components::Components,
    tickets::{Triage, topics::Topics},
};
use fyr_usecases::{
    Error as UseCaseError,
    first_run::{self, MailTest},
    settings::{
        LOGO_FIELD, Setting, change_logo,
        desk::{self, NOTE_FIELD, SEEN_FIELD},
    },
    tickets::{DeadlinePreview, check_reply_template},
};
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, UnreadForm, empty_form, form_with_errors, render_form, render_page,
    render_with_errors, see_other_with,
};

/// `GET /desk/settings`
pub async fn list(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::list(&cx).await).await
}

/// `POST /desk/settings/mail-test`: sends the administrator an email at once.
pub async fn post_mail_test(cx: RequestContext, _: SubmittedForm) -> Result<Response, Error> {
    let notice = match first_run::send_test_email(&cx.backend, &cx.actor).await? {
        MailTest::Taken => Notice::MailTestSent,
        MailTest::NoServer => Notice::MailTestKept,
        MailTest::Refused => Notice::MailTestFailed,
    };
    Ok(see_other_with("/desk/settings", notice))
}

/// `GET /desk/settings/branding`
pub async fn show_branding(cx: RequestContext) -> Result<Response, Error> {
    show::<Branding>(cx).await
}

/// `POST /desk/settings/branding`, as [`post_service_level`].
pub async fn post_branding(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |cx, current, value| Branding::from_fields(value, cx.lang, current)).await
}

/// `POST /desk/settings/branding/logo`: the picture in `file` becomes the logo; with `step` = `remove` there is none any more.
pub async fn post_logo(cx: RequestContext, unread: UnreadForm) -> Result<Response, Error> {
    // permission first: nobody else's file is read
    desk::history(&cx.backend, &cx.actor, Branding::NAME).await?;
    let mut submitted = unread.read(&cx).await?;
    let upload = std::mem::take(&mut submitted.files).into_iter().next();
    let is_removed = submitted.value("step") == "remove";
    let changed = match upload {
        None if !is_removed => Err(FieldErrors::single(LOGO_FIELD, Problem::Required).into()),
        upload => change_logo(&cx.backend, &cx.actor, upload.filter(|_| !is_removed)).await,
    };
    match changed.or_field_errors()? {
        Ok(()) => Ok(see_other_with(Branding::PATH, Notice::SettingSaved)),
        Err(errors) => {
            let form = FormState { errors, ..FormState::default() };
            render_with_errors(cx, form, async |cx, form| pages::edit::<Branding>(&cx, form, None).await)
                .await
        }
    }
}

/// `GET /desk/settings/statements`
pub async fn show_statements(cx: RequestContext) -> Result<Response, Error> {
    show::<Statements>(cx).await
}

/// `POST /desk/settings/statements`, as [`post_service_level`].
pub async fn post_statements(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |cx, current, value| Statements::from_fields(value, cx.lang, current)).await
}

/// `GET /desk/settings/service-level`
pub async fn show_service_level(cx: RequestContext) -> Result<Response, Error> {
    show::<ServiceLevel>(cx).await
}

/// `POST /desk/settings/service-level` with `step` = `save`, or `restore` with `version`; anything else says what saving would do. Where
/// somebody else saved meanwhile, what they changed is shown beside what is in the form, and saving again counts.
pub async fn post_service_level(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |_, current, value| ServiceLevel::from_fields(value, current)).await
}

/// `GET /desk/settings/service-level/policies/{place}`: the policy at this place of the list, or `new`.
pub async fn show_policy(cx: RequestContext, Path(place): Path<String>) -> Result<Response, Error> {
    render_page(cx, async |cx| policy::edit(&cx, &place, empty_form(), None).await).await
}

/// `POST /desk/settings/service-level/policies/{place}` with `step` = `save` or `delete`; anything else says what saving would do. The
/// policy is found by the name that it had when the form was opened.
pub async fn post_policy(
    cx: RequestContext,
    Path(place): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let former = submitted.value(FORMER_FIELD).to_owned();
    let is_deleted = submitted.value("step") == "delete";
    let parse = |_: &RequestContext, current: &ServiceLevel, value: &dyn Fn(&str) -> String| {
        if is_deleted {
            return Ok(current.without_policy(&former));
        }
        current.with_policy(&former, SlaPolicy::from_fields(value)?)
    };
    post_entry(cx, submitted, parse, async |cx, form, preview| policy::edit(&cx, &place, form, preview).await)
        .await
}

/// `GET /desk/settings/escalation`
pub async fn show_escalation(cx: RequestContext) -> Result<Response, Error> {
    show::<Escalation>(cx).await
}

/// `POST /desk/settings/escalation`, as [`post_service_level`].
pub async fn post_escalation(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |_, current, value| Escalation::from_fields(value, current)).await
}

/// `GET /desk/settings/escalation/rules/{place}`: the rule at this place of the list, or `new`.
pub async fn show_rule(cx: RequestContext, Path(place): Path<String>) -> Result<Response, Error> {
    render_page(cx, async |cx| rule::edit(&cx, &place, empty_form(), None).await).await
}

/// `POST /desk/settings/escalation/rules/{place}`, as [`post_policy`]; the rule is found by what it said when the form was opened.
pub async fn post_rule(
    cx: RequestContext,
    Path(place): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let former: Option<EscalationRule> = desk::entry_from_text(submitted.value(FORMER_FIELD));
    let is_deleted = submitted.value("step") == "delete";
    let parse = |_: &RequestContext, current: &Escalation, value: &dyn Fn(&str) -> String| match &former {
        Some(former) if is_deleted => Ok(current.without_rule(former)),
        former => current.with_rule(former.as_ref(), EscalationRule::from_fields(value)?),
    };
    post_entry(cx, submitted, parse, async |cx, form, preview| rule::edit(&cx, &place, form, preview).await)
        .await
}

/// `GET /desk/settings/follow-up`
pub async fn show_follow_up(cx: RequestContext) -> Result<Response, Error> {
    show::<FollowUpSchedule>(cx).await
}

/// `POST /desk/settings/follow-up`, as [`post_service_level`].
pub async fn post_follow_up(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |_, _, value| FollowUpSchedule::from_fields(value)).await
}

/// `GET /desk/settings/templates`
pub async fn show_templates(cx: RequestContext) -> Result<Response, Error> {
    show::<ReplyTemplates>(cx).await
}

/// `POST /desk/settings/templates`: takes an earlier version back. The templates have pages of their own.
pub async fn post_templates(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |_, current: &ReplyTemplates, _| Ok(current.clone())).await
}

/// `GET /desk/settings/templates/{place}`: the template at this place of the list, or `new`.
pub async fn show_template(cx: RequestContext, Path(place): Path<String>) -> Result<Response, Error> {
    render_page(cx, async |cx| templates::edit(&cx, &place, empty_form(), None).await).await
}

/// `POST /desk/settings/templates/{place}`, as [`post_policy`]; the template is found by the slug that it had when the form was opened.
pub async fn post_template(
    cx: RequestContext,
    Path(place): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let former = submitted.value(FORMER_FIELD).to_owned();
    let is_deleted = submitted.value("step") == "delete";
    let parse = |cx: &RequestContext, current: &ReplyTemplates, value: &dyn Fn(&str) -> String| {
        if is_deleted {
            return Ok(current.without_template(&former));
        }
        let templates = current.with_template(&former, value, cx.lang)?;
        let slug = value(ReplyTemplateFields::SLUG);
        templates.find(slug.trim()).map_or(Ok(()), check_reply_template)?;
        Ok(templates)
    };
    let edit = async |cx, form, preview| templates::edit(&cx, &place, form, preview).await;
    post_entry(cx, submitted, parse, edit).await
}

/// `GET /desk/settings/aims`
pub async fn show_aims(cx: RequestContext) -> Result<Response, Error> {
    show::<Aims>(cx).await
}

/// `POST /desk/settings/aims`, as [`post_service_level`].
pub async fn post_aims(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |_, _, value| Aims::from_fields(value)).await
}

/// `GET /desk/settings/topics`
pub async fn show_topics(cx: RequestContext) -> Result<Response, Error> {
    show::<Topics>(cx).await
}

/// `POST /desk/settings/topics`, as [`post_service_level`].
pub async fn post_topics(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |cx, current, value| Topics::from_fields(value, cx.lang, current)).await
}

/// `GET /desk/settings/components`
pub async fn show_components(cx: RequestContext) -> Result<Response, Error> {
    show::<Components>(cx).await
}

/// `POST /desk/settings/components`, as [`post_service_level`].
pub async fn post_components(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |cx, current, value| Components::from_fields(value, cx.lang, current)).await
}

/// `GET /desk/settings/channels`
pub async fn show_channels(cx: RequestContext) -> Result<Response, Error> {
    show::<Channels>(cx).await
}

/// `POST /desk/settings/channels`, as [`post_service_level`].
pub async fn post_channels(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |_, current, value| Channels::from_fields(value, current)).await
}

/// `GET /desk/settings/plans`
pub async fn show_plans(cx: RequestContext) -> Result<Response, Error> {
    show::<Plans>(cx).await
}

/// `POST /desk/settings/plans`, as [`post_service_level`].
pub async fn post_plans(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |_, current: &Plans, value| current.with_default(value)).await
}

/// `GET /desk/settings/plans/{place}`: the plan at this place of the list, or `new`.
pub async fn show_plan(cx: RequestContext, Path(place): Path<String>) -> Result<Response, Error> {
    render_page(cx, async |cx| plans::edit(&cx, &place, empty_form(), None).await).await
}

/// `POST /desk/settings/plans/{place}`, as [`post_policy`]; the plan is found by the slug that it had when the form was opened.
pub async fn post_plan(
    cx: RequestContext,
    Path(place): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let former = submitted.value(FORMER_FIELD).to_owned();
    let is_deleted = submitted.value("step") == "delete";
    let organisations = plans::named_organisations(&cx).await?;
    let parse = |cx: &RequestContext, current: &Plans, value: &dyn Fn(&str) -> String| {
        if is_deleted {
            return Ok(current.without_plan(&former));
        }
        current.with_plan(&former, value, cx.lang, &organisations)
    };
    post_entry(cx, submitted, parse, async |cx, form, preview| plans::edit(&cx, &place, form, preview).await)
        .await
}

/// `GET /desk/settings/triage`
pub async fn show_triage(cx: RequestContext) -> Result<Response, Error> {
    show::<Triage>(cx).await
}

/// `POST /desk/settings/triage`, as [`post_service_level`].
pub async fn post_triage(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |cx, current, value| Triage::from_fields(value, cx.lang, current)).await
}

/// `GET /desk/settings/hours`
pub async fn show_hours(cx: RequestContext) -> Result<Response, Error> {
    show::<BusinessCalendar>(cx).await
}

/// `POST /desk/settings/hours`, as [`post_service_level`].
pub async fn post_hours(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |cx, current, value| BusinessCalendar::from_fields(value, cx.lang, current)).await
}

async fn show<S: SettingForm>(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::edit::<S>(&cx, empty_form(), None).await).await
}

async fn post<S: SettingForm>(
    cx: RequestContext,
    submitted: SubmittedForm,
    parse: impl FnOnce(&RequestContext, &S, &dyn Fn(&str) -> String) -> Result<S, FieldErrors>,
) -> Result<Response, Error> {
    if submitted.value("step") == "restore" {
        let version = submitted.value("version").parse().unwrap_or_default();
        desk::restore::<S>(&cx.backend, &cx.actor, version).await?;
        return Ok(see_other_with(S::PATH, Notice::SettingSaved));
    }
    match submit::<S>(&cx, submitted, parse).await? {
        None => Ok(see_other_with(S::PATH, Notice::SettingSaved)),
        Some(Shown { form, preview }) => {
            let page = async |cx: RequestContext, form| pages::edit::<S>(&cx, form, preview).await;
            render_shown(cx, form, page).await
        }
    }
}

/// As [`post`], for the form of an entry of a list in a setting; `page` shows it again.
async fn post_entry<S: SettingForm, F, Fut>(
    cx: RequestContext,
    submitted: SubmittedForm,
    parse: impl FnOnce(&RequestContext, &S, &dyn Fn(&str) -> String) -> Result<S, FieldErrors>,
    page: F,
) -> Result<Response, Error>
where
    F: FnOnce(RequestContext, FormState, Option<DeadlinePreview>) -> Fut,
    Fut: Future<Output = Result<Page, UseCaseError>>,
{
    match submit(&cx, submitted, parse).await? {
        None => Ok(see_other_with(S::PATH, Notice::SettingSaved)),
        Some(Shown { form, preview }) => render_shown(cx, form, |cx, form| page(cx, form, preview)).await,
    }
}

/// What is shown again: the form, with what is wrong or with what saving would do.
struct Shown {
    form: FormState,
    preview: Option<DeadlinePreview>,
}

/// Saves what is in the form; `None` then. Otherwise what is shown again.
async fn submit<S: SettingForm>(
    cx: &RequestContext,
    submitted: SubmittedForm,
    parse: impl FnOnce(&RequestContext, &S, &dyn Fn(&str) -> String) -> Result<S, FieldErrors>,
) -> Result<Option<Shown>, Error> {
    // permission first: nobody else learns anything about the form
    desk::history(&cx.backend, &cx.actor, <S as Setting>::NAME).await?;
    Ok(match apply(cx, &submitted, parse).await.or_field_errors()? {
        Ok(None) => None,
        Ok(preview) => Some(Shown { form: submitted.into_state(Uuid::nil()), preview }),
        Err(errors) => Some(Shown { form: form_with_errors(submitted, Uuid::nil(), errors), preview: None }),
    })
}

/// The page with the form again; with status 422 where something is wrong in it.
async fn render_shown<F, Fut>(cx: RequestContext, form: FormState, page: F) -> Result<Response, Error>
where
    F: FnOnce(RequestContext, FormState) -> Fut,
    Fut: Future<Output = Result<Page, UseCaseError>>,
{
    if form.errors.is_empty() {
        render_form(cx, form, page).await
    } else {
        render_with_errors(cx, form, page).await
    }
}

/// Saves what is in the form; or says what saving would do.
async fn apply<S: SettingForm>(
    cx: &RequestContext,
    submitted: &SubmittedForm,
    parse: impl FnOnce(&RequestContext, &S, &dyn Fn(&str) -> String) -> Result<S, FieldErrors>,
) -> Result<Option<DeadlinePreview>, UseCaseError> {
    let (backend, actor, note) = (&cx.backend, &cx.actor, submitted.value(NOTE_FIELD));
    let current = desk::current::<S>(backend).await?;
    let value = parse(cx, &current, &|field| submitted.value(field).to_owned())?;
    if ["save", "delete"].contains(&submitted.value("step")) {
        let seen = submitted.value(SEEN_FIELD).parse().ok();
        return desk::change(backend, actor, &value, note, seen).await.map(|()| None);
    }
    desk::preview(backend, actor, &value, note).await.map(Some)
}
