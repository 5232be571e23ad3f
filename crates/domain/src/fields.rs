//! What can be wrong with a form, said once for browser, server and tests. The words are in `fyr-i18n`.

use serde::{Deserialize, Serialize};

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing was filled in.
    Required,
    /// More than `max` characters.
    TooLong {
        /// The most characters allowed.
        max: usize,
    },
    /// Not an e-mail address.
    NotAnEmail,
    /// Not one of the choices offered.
    UnknownChoice,
    /// A date or time that cannot be read, or an end before its beginning.
    BadTime,
    /// Planned work that begins before people had a day's notice; can be confirmed.
    ShortNotice,
    /// Planned work that has begun by the time it is announced; can be confirmed.
    BegunAlready,
    /// A file of a kind that is not accepted; the name is the person's own.
    FileKind {
        /// The file's name.
        name: String,
    },
    /// A file above the limit for one file.
    FileTooLarge {
        /// The file's name.
        name: String,
        /// The limit in megabytes.
        max_mb: u64,
    },
    /// All files together above their limit.
    FilesTooLarge {
        /// The limit in megabytes.
        max_mb: u64,
    },
    /// A file without content.
    FileEmpty {
        /// The file's name.
        name: String,
    },
    /// The file could not be kept (a full disk, for instance); the rest of the form is safe.
    FileNotSaved {
        /// The file's name.
        name: String,
    },
    /// More files than one message may carry.
    TooManyFiles {
        /// The most files allowed.
        max: usize,
    },
    /// Another of its kind is called so.
    Taken,
    /// Nobody would run the portal any more.
    LastAdmin,
    /// No counsellor's code, or one that was used or has expired.
    UnknownCode,
    /// A counsellor and a participant who have a relation that is not this person's to end.
    OthersRelation,
    /// Address and password do not go together (said alike for known and unknown addresses).
    WrongCredentials,
    /// Text to be taken out of a ticket that does not stand in it, or is too short.
    NotInTicket,
    /// An account that is to be removed has tickets in progress.
    StillOpen,
    /// An account that is to be removed runs the portal.
    StillAdmin,
    /// The person's own password, asked for once more, is not this.
    WrongPassword,
    /// Neither a code of the authenticator app nor an unused recovery code.
    WrongCode,
    /// Fewer than `min` characters.
    TooShort {
        /// The fewest characters allowed.
        min: usize,
    },
    /// A password among those that are tried first.
    EasyPassword,
    /// The address that is in use already.
    SameAddress,
    /// An address that has an account; said to those who run the portal alone.
    AddressTaken,
    /// Nothing is wrong with it, but it waited for its sender to sign in.
    NotSentYet,
    /// An address that has been sent enough invitations for now.
    EnoughMail,
    /// Too many tries.
    Wait {
        /// How long until the next.
        seconds: u64,
    },
}

/// Every problem of a form, in the order of its fields: (name of the field, what is wrong).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrors(pub Vec<(String, Problem)>);

impl FieldErrors {
    /// One problem with one field.
    pub fn one(field: &str, problem: Problem) -> Self {
        Self(vec![(field.to_owned(), problem)])
    }

    /// Whether the form is fine.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a problem.
    pub fn push(&mut self, field: &str, problem: Problem) {
        self.0.push((field.to_owned(), problem));
    }

    /// Keeps the value, or notes what is wrong with it and gives `None`.
    pub fn check<T>(&mut self, field: &str, parsed: Result<T, Problem>) -> Option<T> {
        parsed.map_err(|problem| self.push(field, problem)).ok()
    }

    /// The first problem of a field.
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, problem)| problem)
    }
}
