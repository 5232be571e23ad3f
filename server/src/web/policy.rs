//! The policy of a route: what a request may cost, send and come from, and what happens to its response. Every route is declared
//! with one; the layers in `stack` find it in the request's extensions. Nothing is decided by the text of a path.

use fyr_domain::permission::{Permission, TicketAction};

use crate::config::Config;

/// The policy of one method of one path. There is no default: a route states what it needs with [`Policy::read`] or
/// [`Policy::write`], and then what differs from that.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Which rate limits count the request.
    pub limit: RateLimit,
    /// The largest body, and whether it may hold files.
    pub body: BodyKind,
    /// Which sites' pages may send the request.
    pub origin: Origin,
    /// Whether a form is taken that was opened for somebody else than who is signed in now.
    pub opener: Opener,
    /// How long the response may be kept.
    pub cache: Cache,
    /// Who gets an answer other than 404 or the sign-in page.
    pub access: Access,
    /// Whether someone who has yet to set up a second factor is let through.
    pub second_factor: SecondFactor,
    /// When a browser is given the cookie that owns its drafts, uploads and ratings.
    pub reader_cookie: ReaderCookie,
    /// The page whose form posts here, where its path is another: where error pages and signing in lead back to.
    pub page: Option<&'static str>,
}

/// Which rate limits count a request, as configured. Above one the response is 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// None.
    None,
    /// `limit_account_writes` by account; where nobody is signed in `limit_writes` by browser, and ten times that by network.
    Writes,
    /// As [`Self::Writes`], with `limit_sign_in`, also by account: guessing a secret, and causing mail.
    Guarded,
    /// As [`Self::Writes`] where the address has the token of a link, and twelve an hour that begin a session by ticket; reading
    /// without a token is not counted.
    Links,
    /// 600 a minute by network address: the servers of identity providers, which post for many people at once.
    Providers,
    /// As [`Self::Writes`], and `limit_exports` by account: downloads of whole data sets.
    Heavy,
}

impl RateLimit {
    /// Its name in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Writes => "writes",
            Self::Guarded => "sign-in",
            Self::Links => "links",
            Self::Providers => "providers",
            Self::Heavy => "exports",
        }
    }
}

/// What the body of a request may be. Anything larger is 413.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// Nothing that is read: at most 4 kB, such as an empty form.
    None,
    /// A form of short fields: at most 64 kB.
    SmallForm,
    /// A form with texts: at most 1 MB of text.
    Form,
    /// A form with texts and files: at most 1 MB of text, and `max_files_mb` of files.
    Files,
}

/// Which sites' pages may send a request; any other is 403.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The portal's own pages.
    SameOrigin,
    /// All, for this reason.
    Any(&'static str),
}

/// For whom the page with a form may have been opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opener {
    /// For whoever is signed in when it is sent; for others it is shown again, saying so.
    Same,
    /// For anyone, for this reason.
    Anyone(&'static str),
}

/// How long a response may be kept. Responses to people who are signed in or have opened a ticket's link, and redirects, are kept
/// nowhere in any case, except public ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// Nowhere.
    NoStore,
    /// As long as the browser asks again before each use.
    Revalidate,
    /// By everyone, for so many seconds. The response depends on the address and `Accept-Language` alone.
    Public {
        /// `max-age`.
        seconds: u32,
    },
    /// As the handler says.
    ByHandler,
}

/// Who gets an answer. The use cases decide, and the permission test compares; reads that need a permission of the whole portal are
/// refused by a layer already.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Everyone.
    Anyone,
    /// Who is signed in; everyone else is asked to.
    SignedIn,
    /// Who is signed in and has this permission; 404 for other people.
    Permission(Permission<'static>),
    /// Who may do this with the ticket; 404 for everyone else.
    Ticket(TicketAction),
    /// Who presents this, which the request itself carries.
    Proof(&'static str),
}

/// Whether a route is open to someone whose role requires a second factor that they have yet to set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// No: they are redirected to setting it up.
    Enforced,
    /// Yes: they set it up here, or sign out.
    NotNeeded,
}

/// When a response sets the reader cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderCookie {
    /// Never: nothing is stored under it.
    Never,
    /// Where the browser has none.
    Set,
}

/// The largest total size of a form's text fields, in bytes.
pub const MAX_TEXT: usize = 1024 * 1024;
/// What multipart boundaries and headers may add to the text of a form, in bytes.
const MULTIPART_OVERHEAD: u64 = 100_000;

impl Policy {
    /// Reading: changes nothing, so that it is not limited and may be linked from everywhere. What is opened by a proof is kept nowhere.
    pub const fn read(access: Access) -> Self {
        Self {
            limit: RateLimit::None,
            body: BodyKind::None,
            origin: Origin::Any("reads only"),
            opener: Opener::Anyone("reads only"),
            // the page carries what opens it
            cache: match access {
                Access::Proof(_) => Cache::NoStore,
                _ => Cache::Revalidate,
            },
            access,
            second_factor: SecondFactor::Enforced,
            reader_cookie: ReaderCookie::Never,
            page: None,
        }
    }

    /// Writing: counted, only from the portal's own pages, by whoever the page was opened for, kept nowhere.
    pub const fn write(access: Access, body: BodyKind) -> Self {
        Self {
            limit: RateLimit::Writes,
            body,
            origin: Origin::SameOrigin,
            opener: match access {
                Access::Proof(_) => Opener::Anyone("acts for whoever has the proof"),
                _ => Opener::Same,
            },
            cache: Cache::NoStore,
            access,
            second_factor: SecondFactor::Enforced,
            reader_cookie: ReaderCookie::Set,
            page: None,
        }
    }

    /// The same with another rate limit.
    #[must_use]
    pub const fn limit(self, limit: RateLimit) -> Self {
        Self { limit, ..self }
    }

    /// The same for pages of all sites, for a reason.
    #[must_use]
    pub const fn any_origin(self, reason: &'static str) -> Self {
        Self { origin: Origin::Any(reason), ..self }
    }

    /// The same for forms that were opened for anyone, for a reason.
    #[must_use]
    pub const fn any_opener(self, reason: &'static str) -> Self {
        Self { opener: Opener::Anyone(reason), ..self }
    }

    /// The same with another lifetime of the response.
    #[must_use]
    pub const fn cache(self, cache: Cache) -> Self {
        Self { cache, ..self }
    }

    /// The same, open to someone who has yet to set up a second factor.
    #[must_use]
    pub const fn without_second_factor(self) -> Self {
        Self { second_factor: SecondFactor::NotNeeded, ..self }
    }

    /// The same for forms of this page.
    #[must_use]
    pub const fn from_page(self, page: &'static str) -> Self {
        Self { page: Some(page), ..self }
    }

    /// The same, setting the reader cookie: what is sent while the page's form is filled in needs the same owner.
    #[must_use]
    pub const fn with_reader_cookie(self) -> Self {
        Self { reader_cookie: ReaderCookie::Set, ..self }
    }
}

impl BodyKind {
    /// The largest body, in bytes.
    pub fn max_bytes(self, config: &Config) -> u64 {
        match self {
            Self::None | Self::SmallForm => self.max_text() as u64,
            Self::Form => self.max_text() as u64 + MULTIPART_OVERHEAD,
            // 2 MB for the text fields around the files
            Self::Files => config.files.max_files_mb * 1_000_000 + 2_000_000,
        }
    }

    /// The largest total size of the text fields, in bytes.
    pub const fn max_text(self) -> usize {
        match self {
            Self::None => 4_000,
            Self::SmallForm => 64_000,
            Self::Form | Self::Files => MAX_TEXT,
        }
    }
}
