//! Validation errors of form fields, shared by browser, server and tests. Their texts are in `fyr-i18n`.
//!
//! A renamed variant of [`Problem`] keeps its serde name.

use serde::{Deserialize, Serialize};

/// A validation error of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// The field is empty.
    Required,
    /// The email address of somebody else is missing.
    AddressOfPersonRequired,
    /// The password that the person chooses is missing.
    NewPasswordRequired,
    /// The text of an internal note is missing.
    NoteRequired,
    /// Nothing is chosen to be redacted.
    RedactionRequired,
    /// The text is longer than `max` characters.
    TooLong {
        /// The maximum length in characters.
        max: usize,
    },
    /// Not an email address.
    #[serde(rename = "NotAnEmail")]
    InvalidEmail,
    /// Not one of the values on offer.
    UnknownChoice,
    /// A date or time that cannot be parsed, or an end that is not after its start.
    #[serde(rename = "BadTime")]
    InvalidTime,
    /// Not a length of time like `4h` or `1h 30m`.
    InvalidDuration,
    /// A line of a template that cannot be filled in.
    InvalidTemplate {
        /// Its number, from 1.
        line: usize,
    },
    /// A text in which a value of a template is missing.
    MissingValue,
    /// A rule that tells people once a week, and again until somebody takes the ticket.
    WeeklyRepeats,
    /// Not opening hours like `08:00-12:00, 13:00-17:00`.
    InvalidHours,
    /// Opening hours that share some time.
    OverlappingHours,
    /// A component is taken away that incidents or maintenances name.
    ComponentInUse {
        /// Its slug.
        slug: String,
    },
    /// Not a short name of lower-case letters, digits and hyphens.
    InvalidSlug,
    /// Not a complete https address.
    InvalidUrl,
    /// Not a telephone number.
    InvalidPhone,
    /// Not a colour like `#0b5c7a`.
    InvalidColor,
    /// A colour on which white text cannot be read.
    LowContrast {
        /// The nearest on which it can.
        nearest: String,
    },
    /// No day of the week has opening hours.
    NeverOpens,
    /// Not the name of a time zone.
    UnknownZone,
    /// Not a whole number in this range.
    NumberBetween {
        /// The smallest number.
        min: i64,
        /// The largest number.
        max: i64,
    },
    /// A rule that raises nothing and tells nobody.
    NobodyNotified,
    /// The ticket is on a level on which somebody else closes it.
    LevelTooLow,
    /// A rule without a condition, which would hold for everything.
    NoCondition,
    /// A rule that would change nothing.
    NoEffect,
    /// There are as many rules as there may be.
    TooManyRules {
        /// The maximum number.
        max: usize,
    },
    /// There are more search terms than an article may have.
    TooManyKeywords {
        /// The maximum number.
        max: usize,
    },
    /// There are more entries in a list, or words in a group of synonyms, than there may be.
    TooManyWords {
        /// The maximum number.
        max: usize,
    },
    /// Not one word.
    NotOneWord {
        /// What was entered.
        word: String,
        /// The maximum number of characters of a word.
        max: usize,
    },
    /// A word that is in two groups of synonyms.
    WordInTwoGroups {
        /// The word.
        word: String,
    },
    /// A picture in a text of which nothing says what it shows.
    ImageTextRequired,
    /// Not a picture of a kind that is shown in articles.
    NotAnImage {
        /// The file's name.
        name: String,
    },
    /// Not the address of a published article of this portal.
    UnknownArticle,
    /// A line of a list that cannot be read.
    InvalidLine {
        /// The number of the line, from 1.
        line: usize,
    },
    /// A time that the clock skips when it is put forward.
    SkippedTime,
    /// The maintenance starts with less than the required notice; can be confirmed.
    ShortNotice,
    /// The maintenance has already started when it is announced; can be confirmed.
    #[serde(rename = "BegunAlready")]
    AlreadyStarted,
    /// A time that has not come yet, of something that has happened.
    InFuture,
    /// A time that has passed, of something that can only be put off.
    NotInFuture,
    /// A time so far away that its year is probably mistyped.
    UnlikelyTime,
    /// The maintenance is over, or was cancelled, and is not moved any more.
    IsOver,
    /// The text is the one that is published already.
    Unchanged,
    /// Somebody else has published something since the form was opened.
    PublishedMeanwhile,
    /// Somebody else has changed the same thing since the form was opened.
    ChangedMeanwhile,
    /// An impact on a component that is not among the affected ones.
    NotAffected,
    /// The file type is not accepted.
    FileKind {
        /// The file's name.
        name: String,
    },
    /// The file is larger than the limit for a single file.
    FileTooLarge {
        /// The file's name.
        name: String,
        /// The limit in megabytes.
        max_mb: u64,
    },
    /// All files together are larger than their limit.
    FilesTooLarge {
        /// The limit in megabytes.
        max_mb: u64,
    },
    /// A file of settings that cannot be used.
    InvalidSettingsFile {
        /// What is wrong in it, for whoever wrote it.
        problem: String,
    },
    /// The logo is larger than a logo may be.
    LogoTooLarge {
        /// The limit in kilobytes.
        max_kb: usize,
    },
    /// The file is empty.
    FileEmpty {
        /// The file's name.
        name: String,
    },
    /// The file could not be stored (a full disk, for instance); the rest of the form is unaffected.
    FileNotSaved {
        /// The file's name.
        name: String,
    },
    /// There are more files than one message may have.
    TooManyFiles {
        /// The maximum number of files.
        max: usize,
    },
    /// The encoding of a table cannot be told.
    UnknownEncoding {
        /// The first line, from 1, that has no reading or more than one.
        line: u64,
        /// What may stand there, in the most likely encodings; perhaps nothing.
        readings: Vec<String>,
    },
    /// The table has no rows.
    TableEmpty,
    /// A column that is needed is not in the table.
    MissingColumn {
        /// Its name in our own files.
        column: String,
    },
    /// The table has more rows than are accepted at once.
    TooManyRows,
    /// A quote in a table is not closed in its line.
    UnclosedQuote {
        /// The line, from 1, in which it is opened.
        line: u64,
    },
    /// The name is in use already.
    #[serde(rename = "Taken")]
    NameTaken,
    /// The change would leave the portal without an admin.
    LastAdmin,
    /// The account of the address is deactivated; only those who administer it are told.
    AccountDeactivated,
    /// The invitation code does not exist, was used or has expired.
    UnknownCode,
    /// The counsellor and the participant have a relation already, and the actor may not end it.
    #[serde(rename = "OthersRelation")]
    CannotEndRelation,
    /// Email address and password do not match; the same error for known and unknown addresses.
    WrongCredentials,
    /// The text to redact does not occur in the ticket, or is too short.
    NotInTicket,
    /// The account cannot be deleted while it has tickets in progress.
    #[serde(rename = "StillOpen")]
    HasOpenTickets,
    /// The account cannot be deleted while it has the role of admin of the whole portal.
    #[serde(rename = "StillAdmin")]
    IsPortalAdmin,
    /// The current password, required to confirm a change, is wrong.
    WrongPassword,
    /// Neither a valid code of the authenticator app nor an unused recovery code.
    WrongCode,
    /// The text is shorter than `min` characters.
    TooShort {
        /// The minimum length in characters.
        min: usize,
    },
    /// The password is on the list of common passwords.
    #[serde(rename = "EasyPassword")]
    CommonPassword,
    /// The new email address is the present one.
    #[serde(rename = "SameAddress")]
    AddressUnchanged,
    /// The address of the ticket was corrected while somebody wrote to it.
    RecipientChanged,
    /// The email address has an account; only portal admins are told.
    AddressTaken,
    /// The account's own address has to be confirmed first.
    AddressNotConfirmed,
    /// People cannot give themselves a role or participants.
    OwnAppointment,
    /// The input is valid but not submitted yet: it was kept while the person signed in.
    #[serde(rename = "NotSentYet")]
    NotSubmittedYet,
    /// The email address has received too many invitations lately.
    #[serde(rename = "EnoughMail")]
    TooManyInvitations,
    /// Too many attempts.
    #[serde(rename = "Wait")]
    RateLimited {
        /// Seconds until the next attempt is allowed.
        seconds: u64,
    },
}

/// Every problem of a form as (field name, problem), in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrors(pub Vec<(String, Problem)>);

impl FieldErrors {
    /// A form with one problem.
    pub fn single(field: &str, problem: Problem) -> Self {
        Self(vec![(field.to_owned(), problem)])
    }

    /// Whether there are no problems.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a problem of a field.
    pub fn push(&mut self, field: &str, problem: Problem) {
        self.0.push((field.to_owned(), problem));
    }

    /// Returns the value, or records the problem and returns `None`.
    pub fn check<T>(&mut self, field: &str, parsed: Result<T, Problem>) -> Option<T> {
        parsed.map_err(|problem| self.push(field, problem)).ok()
    }

    /// The first problem of a field, if it has one.
    pub fn get(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, problem)| problem)
    }
}

/// What was entered in a form that shows these values, where some were changed.
#[cfg(test)]
pub(crate) fn changed_form(
    shown: Vec<(&'static str, String)>,
    changes: &[(&str, &str)],
) -> impl Fn(&str) -> String {
    let entered: std::collections::HashMap<String, String> = shown
        .into_iter()
        .map(|(field, value)| (field.to_owned(), value))
        .chain(changes.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())))
        .collect();
    move |field| entered.get(field).cloned().unwrap_or_default()
}
