//! CSV import of people and relations: a preview first, then the import on confirmation.

use axum::response::Response;
use fyr_app::{
    Notice, RequestContext,
    pages::desk::people::import::{self as pages, ImportKind, ImportPreview, ImportRow},
};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error as UseCaseError, UnknownEncoding, decode_table,
    organisations::{self, ImportEmails, ImportOptions, ImportOutcome},
    relations,
    tickets::Upload,
};
use tokio::io::AsyncReadExt;
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, UnreadForm, empty_form, form_with_errors, policy::MAX_TEXT,
    render_page, render_with_errors, see_other_with,
};

/// `GET /desk/people/import`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::show(&cx, empty_form()).await).await
}

/// `POST /desk/people/import`: shows what a file would change; with `confirm=yes` imports it.
pub async fn post(cx: RequestContext, unread: UnreadForm) -> Result<Response, Error> {
    // permission first: nobody else's file is read
    organisations::list_administered(&cx.backend, &cx.actor).await?;
    let mut submitted = unread.read(&cx).await?;
    match preview_or_apply(&cx, &mut submitted).await.or_field_errors()? {
        Ok(response) => Ok(response),
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| pages::show(&cx, form).await).await
        }
    }
}

async fn preview_or_apply(cx: &RequestContext, submitted: &mut SubmittedForm) -> Result<Response, Error> {
    let text = import_text(cx, submitted).await?;
    let kind = match submitted.value("what") {
        "relations" => ImportKind::Relations,
        _ => ImportKind::People,
    };
    let options = import_options(cx, submitted);
    if submitted.value("confirm") == "yes" {
        let count = match kind {
            ImportKind::People => organisations::apply_import(&cx.backend, &cx.actor, &text, options).await?,
            ImportKind::Relations => relations::apply_import(&cx.backend, &cx.actor, &text).await?,
        };
        return Ok(see_other_with("/desk/people", Notice::Imported { count }));
    }
    let rows = match kind {
        ImportKind::People => {
            organisations::plan_import(&cx.backend, &cx.actor, &text, options).await?.map(|plan| {
                let message_key = |action: &organisations::RoleImport| action.message_key(options.emails);
                let row = |line: organisations::ImportLine| ImportRow {
                    number: line.number,
                    text: line.subject,
                    details: line.details,
                    outcome: outcome_message(line.outcome, message_key),
                };
                plan.lines.into_iter().map(row).collect()
            })
        }
        ImportKind::Relations => relations::plan_import(&cx.backend, &cx.actor, &text).await?.map(|plan| {
            let row = |line: relations::RelationImportLine| ImportRow {
                number: line.number,
                text: line.subject,
                details: line.details,
                outcome: outcome_message(line.outcome, relations::RelationImport::message_key),
            };
            plan.lines.into_iter().map(row).collect()
        }),
    };
    let rows: Vec<ImportRow> = rows.map_err(|error| invalid_file(error.into()))?;
    let preview = ImportPreview { kind, text, rows, options };
    render_page(cx.clone(), async |cx| Ok(pages::preview(&cx, preview))).await
}

/// What was chosen for all lines.
fn import_options(cx: &RequestContext, submitted: &SubmittedForm) -> ImportOptions {
    let lang = submitted.value("lang").parse().unwrap_or(cx.backend.settings.default_lang);
    let emails = if submitted.value("silent") == "yes" { ImportEmails::None } else { ImportEmails::Now };
    ImportOptions { lang, emails }
}

fn outcome_message<A>(
    outcome: ImportOutcome<A>,
    message_key: impl Fn(&A) -> &'static str,
) -> ImportOutcome<&'static str> {
    match outcome {
        ImportOutcome::Apply(action) => ImportOutcome::Apply(message_key(&action)),
        ImportOutcome::Unchanged => ImportOutcome::Unchanged,
        ImportOutcome::Invalid(problem) => ImportOutcome::Invalid(problem),
    }
}

fn invalid_file(problem: Problem) -> UseCaseError {
    FieldErrors::single("file", problem).into()
}

/// The text to import: of the uploaded file, which is not kept, or of the preview page's hidden field.
async fn import_text(cx: &RequestContext, submitted: &mut SubmittedForm) -> Result<String, UseCaseError> {
    let files = std::mem::take(&mut submitted.files);
    let mut text = None;
    for Upload { name, result } in files {
        let Ok(file) = result else { return Err(invalid_file(Problem::FileTooLarge { name, max_mb: 1 })) };
        let mut bytes = Vec::new();
        let read = match cx.backend.files.open(file.id).await {
            Ok(opened) => opened.take(MAX_TEXT as u64 / 2 + 1).read_to_end(&mut bytes).await,
            Err(error) => Err(error),
        };
        read.map_err(|error| UseCaseError::Internal(Box::new(error)))?;
        // the preview page has to submit it again in a text field
        if bytes.len() > MAX_TEXT / 2 {
            return Err(invalid_file(Problem::FileTooLarge { name, max_mb: 1 }));
        }
        let encoding = |unknown: UnknownEncoding| Problem::UnknownEncoding {
            line: unknown.line as u64,
            readings: unknown.readings,
        };
        text = Some(decode_table(&bytes).map_err(|unknown| invalid_file(encoding(unknown)))?);
    }
    let text = text.unwrap_or_else(|| submitted.value("text").to_owned());
    if text.trim().is_empty() { Err(invalid_file(Problem::Required)) } else { Ok(text) }
}
