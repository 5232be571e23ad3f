//! The texts of validation errors.

use fyr_domain::{Lang, fields::Problem};

use crate::t;

/// Whether a field is that of a text in one of the languages: `title_sv`.
fn is_in_language(field: &str, text: &str) -> bool {
    let lang = field.strip_prefix(text).and_then(|rest| rest.strip_prefix('_'));
    lang.is_some_and(|tag| Lang::ALL.iter().any(|lang| lang.tag() == tag))
}

/// The text of a validation error: what is wrong and how to correct it. `field` is the name of the field in the form.
pub fn problem_text(lang: Lang, field: &str, problem: &Problem) -> String {
    match problem {
        Problem::Required => match field {
            "topic" => t!(lang, "problem-required-topic").to_owned(),
            "subject" => t!(lang, "problem-required-subject").to_owned(),
            "description" | "body" | "text" => t!(lang, "problem-required-text").to_owned(),
            "source" => t!(lang, "problem-required-article-text").to_owned(),
            "image" => t!(lang, "problem-required-image").to_owned(),
            "image_text" => t!(lang, "problem-image-text").to_owned(),
            "change" => t!(lang, "problem-required-change").to_owned(),
            "effect" => t!(lang, "problem-required-effect").to_owned(),
            "name" => t!(lang, "problem-required-name").to_owned(),
            "email" => t!(lang, "problem-required-email").to_owned(),
            "password" => t!(lang, "problem-required-password").to_owned(),
            "current" => t!(lang, "problem-required-current").to_owned(),
            "code" => t!(lang, "problem-required-code").to_owned(),
            field if is_in_language(field, "title") => t!(lang, "problem-required-title").to_owned(),
            field if is_in_language(field, "text") => t!(lang, "problem-required-words").to_owned(),
            "starts_at" | "ends_at" => t!(lang, "problem-required-time").to_owned(),
            "services" => t!(lang, "problem-required-services").to_owned(),
            "language_sv" => t!(lang, "problem-required-language").to_owned(),
            "assessed_on" => t!(lang, "problem-required-day").to_owned(),
            "until" => t!(lang, "problem-required-until").to_owned(),
            "ticket" => t!(lang, "problem-required-ticket").to_owned(),
            "participant" => t!(lang, "problem-required-participant").to_owned(),
            "counsellor" => t!(lang, "problem-required-counsellor").to_owned(),
            "user" => t!(lang, "problem-required-user").to_owned(),
            "to" => t!(lang, "problem-required-to").to_owned(),
            "role" => t!(lang, "problem-required-role").to_owned(),
            "team" => t!(lang, "problem-required-team").to_owned(),
            "team_name" => t!(lang, "problem-required-team-name").to_owned(),
            "organisation" => t!(lang, "problem-required-organisation").to_owned(),
            "organisation_name" => t!(lang, "problem-required-organisation-name").to_owned(),
            "file" => t!(lang, "problem-required-file").to_owned(),
            "sure" => t!(lang, "problem-required-sure").to_owned(),
            "score" => t!(lang, "problem-required-score").to_owned(),
            "helpful" => t!(lang, "problem-required-choice").to_owned(),
            _ => t!(lang, "problem-required").to_owned(),
        },
        Problem::AddressOfPersonRequired => t!(lang, "problem-required-persons-email").to_owned(),
        Problem::NewPasswordRequired => t!(lang, "problem-required-new-password").to_owned(),
        Problem::NoteRequired => t!(lang, "problem-required-note").to_owned(),
        Problem::RedactionRequired => t!(lang, "problem-required-redaction").to_owned(),
        Problem::TooLong { max } => t!(lang, "problem-too-long", max = *max),
        Problem::InvalidEmail => t!(lang, "problem-not-an-email").to_owned(),
        Problem::UnknownChoice => t!(lang, "problem-unknown-choice").to_owned(),
        // it has no end that could be wrong
        Problem::InvalidTime if field == "started_at" => t!(lang, "problem-required-time").to_owned(),
        Problem::InvalidTime => t!(lang, "problem-bad-time").to_owned(),
        Problem::InvalidTemplate { line } => t!(lang, "problem-invalid-template", line = *line),
        Problem::MissingValue => t!(lang, "problem-missing-value").to_owned(),
        Problem::WeeklyRepeats => t!(lang, "problem-weekly-repeats").to_owned(),
        Problem::InvalidDuration => t!(lang, "problem-invalid-duration").to_owned(),
        Problem::InvalidHours => t!(lang, "problem-invalid-hours").to_owned(),
        Problem::OverlappingHours => t!(lang, "problem-overlapping-hours").to_owned(),
        Problem::NeverOpens => t!(lang, "problem-never-opens").to_owned(),
        Problem::UnknownZone => t!(lang, "problem-unknown-zone").to_owned(),
        Problem::InvalidSettingsFile { problem } => {
            t!(lang, "problem-invalid-settings-file", problem = problem.as_str())
        }
        Problem::LogoTooLarge { max_kb } => t!(lang, "problem-logo-too-large", max = *max_kb),
        Problem::ComponentInUse { slug } => t!(lang, "problem-component-in-use", slug = slug.as_str()),
        Problem::InvalidSlug => t!(lang, "problem-invalid-slug").to_owned(),
        Problem::InvalidUrl => t!(lang, "problem-invalid-url").to_owned(),
        Problem::InvalidPhone => t!(lang, "problem-invalid-phone").to_owned(),
        Problem::InvalidColor => t!(lang, "problem-invalid-color").to_owned(),
        Problem::LowContrast { nearest } => t!(lang, "problem-low-contrast", nearest = nearest.as_str()),
        Problem::NoCondition => t!(lang, "problem-no-condition").to_owned(),
        Problem::NumberBetween { min, max } => t!(lang, "problem-number-between", min = *min, max = *max),
        Problem::NobodyNotified => t!(lang, "problem-nobody-notified").to_owned(),
        Problem::LevelTooLow => t!(lang, "problem-level-too-low").to_owned(),
        Problem::TooManyKeywords { max } => t!(lang, "problem-too-many-keywords", max = *max),
        Problem::TooManyWords { max } => t!(lang, "problem-too-many-words", max = *max),
        Problem::NotOneWord { word, max } => {
            t!(lang, "problem-not-one-word", word = word.as_str(), max = *max)
        }
        Problem::WordInTwoGroups { word } => t!(lang, "problem-word-in-two-groups", word = word.as_str()),
        Problem::ImageTextRequired => t!(lang, "problem-image-text").to_owned(),
        Problem::NotAnImage { name } => t!(lang, "problem-not-an-image", name = name.as_str()),
        Problem::UnknownArticle => t!(lang, "problem-unknown-article").to_owned(),
        Problem::TooManyRules { max } => t!(lang, "problem-too-many-rules", max = *max),
        Problem::NoEffect => t!(lang, "problem-no-effect").to_owned(),
        Problem::InvalidLine { line } => t!(lang, "problem-invalid-line", line = *line),
        Problem::SkippedTime => t!(lang, "problem-skipped-time").to_owned(),
        Problem::ShortNotice => t!(lang, "problem-short-notice").to_owned(),
        Problem::AlreadyStarted => t!(lang, "problem-begun-already").to_owned(),
        Problem::InFuture => t!(lang, "problem-in-future").to_owned(),
        Problem::NotInFuture => t!(lang, "problem-not-in-future").to_owned(),
        Problem::UnlikelyTime => t!(lang, "problem-unlikely-time").to_owned(),
        Problem::IsOver => t!(lang, "problem-is-over").to_owned(),
        Problem::Unchanged => t!(lang, "problem-unchanged").to_owned(),
        Problem::PublishedMeanwhile => t!(lang, "problem-published-meanwhile").to_owned(),
        Problem::ChangedMeanwhile => t!(lang, "problem-changed-meanwhile").to_owned(),
        Problem::NotAffected => t!(lang, "problem-not-affected").to_owned(),
        Problem::FileKind { name } => t!(lang, "problem-file-kind", name = name.as_str()),
        Problem::FileTooLarge { name, max_mb } => {
            t!(lang, "problem-file-too-large", name = name.as_str(), max = *max_mb)
        }
        Problem::FilesTooLarge { max_mb } => t!(lang, "problem-files-too-large", max = *max_mb),
        Problem::FileEmpty { name } => t!(lang, "problem-file-empty", name = name.as_str()),
        Problem::FileNotSaved { name } => t!(lang, "problem-file-not-saved", name = name.as_str()),
        Problem::TooManyFiles { max } => t!(lang, "problem-too-many-files", max = *max),
        Problem::UnknownEncoding { line, readings } if readings.len() < 2 => {
            t!(lang, "problem-encoding", line = *line)
        }
        Problem::UnknownEncoding { line, readings } => {
            t!(lang, "problem-encodings", line = *line, readings = readings.join(" / "))
        }
        Problem::TableEmpty => t!(lang, "import-empty").to_owned(),
        Problem::MissingColumn { column } => t!(lang, "import-no-column", column = column.as_str()),
        Problem::TooManyRows => t!(lang, "import-too-long").to_owned(),
        Problem::UnclosedQuote { line } => t!(lang, "import-open-quote", line = *line),
        Problem::NameTaken => t!(lang, "problem-taken").to_owned(),
        Problem::LastAdmin => t!(lang, "problem-last-admin").to_owned(),
        Problem::AccountDeactivated => t!(lang, "problem-account-deactivated").to_owned(),
        Problem::UnknownCode => t!(lang, "problem-unknown-code").to_owned(),
        Problem::CannotEndRelation => t!(lang, "problem-others-relation").to_owned(),
        Problem::WrongCredentials => t!(lang, "problem-wrong-credentials").to_owned(),
        Problem::NotInTicket => t!(lang, "problem-not-in-ticket").to_owned(),
        Problem::HasOpenTickets => t!(lang, "problem-still-open").to_owned(),
        Problem::IsPortalAdmin => t!(lang, "problem-still-admin").to_owned(),
        Problem::WrongPassword => t!(lang, "problem-wrong-password").to_owned(),
        Problem::WrongCode => t!(lang, "problem-wrong-code").to_owned(),
        Problem::TooShort { min } => t!(lang, "problem-too-short", min = *min),
        Problem::CommonPassword => t!(lang, "problem-easy-password").to_owned(),
        Problem::AddressUnchanged => t!(lang, "problem-same-address").to_owned(),
        Problem::RecipientChanged => t!(lang, "problem-recipient-changed").to_owned(),
        Problem::AddressTaken => t!(lang, "problem-address-taken").to_owned(),
        Problem::AddressNotConfirmed => t!(lang, "problem-address-not-confirmed").to_owned(),
        Problem::OwnAppointment => t!(lang, "problem-own-appointment").to_owned(),
        Problem::NotSubmittedYet => t!(lang, "problem-not-sent-yet").to_owned(),
        Problem::TooManyInvitations => t!(lang, "problem-enough-mail").to_owned(),
        Problem::RateLimited { seconds } if *seconds < 60 => {
            t!(lang, "problem-wait-seconds", seconds = *seconds)
        }
        Problem::RateLimited { seconds } => t!(lang, "problem-wait-minutes", minutes = seconds.div_ceil(60)),
    }
}
