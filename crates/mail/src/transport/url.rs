//! Parsing the transport URL of the configuration, with errors that say what is expected.

use std::{io, path::PathBuf, time::Duration};

use percent_encoding::percent_decode_str;
use url::Url;

use super::smtp::{SmtpCredentials, SmtpSettings, Tls};

/// Largest allowed `timeout`, in seconds.
const MAX_TIMEOUT_SECONDS: u64 = 600;

/// Why the configured transport is not valid. The text says what is expected and contains no user or password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportConfigError {
    /// The text is not a URL.
    #[error(
        "the mail transport is not an address; write `smtp://user:password@mail.example.org:587?tls=starttls`, \
         `smtps://…` or `file:///var/mail/fyr`, with special characters in user and password as `%40` for `@`"
    )]
    NotAUrl,
    /// The scheme is not `smtp`, `smtps` or `file`.
    #[error("the mail transport begins with `{0}:`; it must be `smtp://`, `smtps://` or `file://`")]
    UnknownScheme(String),
    /// The host is missing or not valid.
    #[error("the mail transport names no usable server; write it like `smtp://mail.example.org:587`")]
    InvalidHost,
    /// The user or the password is missing.
    #[error(
        "the mail transport has a user or a password alone; write both, `smtp://user:password@…`, or none"
    )]
    IncompleteCredentials,
    /// The percent-decoded user or password is not UTF-8.
    #[error(
        "user and password of the mail transport must be UTF-8 text, with special characters as `%40` for `@`"
    )]
    CredentialsNotUtf8,
    /// The URL has a path or a fragment.
    #[error(
        "the mail transport has a path or `#` after the server; if that is part of the password, write `/` as `%2F` \
         and `#` as `%23`"
    )]
    UnexpectedPath,
    /// The query has an unknown parameter.
    #[error("the mail transport has no parameter `{0}`; there are `tls` and `timeout`")]
    UnknownParameter(String),
    /// The value of `tls` is not `starttls`, `tls` or `none`.
    #[error("`tls={0}` is no way to encrypt mail; write `starttls`, `tls` or `none`")]
    InvalidTls(String),
    /// `smtps://` was combined with another value of `tls`.
    #[error(
        "`smtps://` is always encrypted; leave out `tls`, or write `smtp://…?tls=starttls` or `smtp://…?tls=none`"
    )]
    SmtpsRequiresTls,
    /// The value of `timeout` is not a number of seconds from 1 to 600.
    #[error("`timeout={0}` is no time for sending a mail; write seconds from 1 to 600")]
    InvalidTimeout(String),
    /// The path of `file:` is not absolute.
    #[error("the folder for mail must be an absolute path with three slashes: `file:///var/mail/fyr`")]
    RelativePath,
    /// The folder cannot be created.
    #[error("the folder for mail {folder:?} cannot be created: {kind}")]
    CreateFolder {
        /// The path of the folder.
        folder: PathBuf,
        /// What the operating system reported.
        kind: io::ErrorKind,
    },
}

/// The destination that a transport URL names.
#[derive(Debug)]
pub(super) enum TransportTarget {
    Folder(PathBuf),
    Smtp(SmtpSettings),
}

pub(super) fn parse(text: &str) -> Result<TransportTarget, TransportConfigError> {
    let text = text.trim();
    let url = Url::parse(text).map_err(|_| TransportConfigError::NotAUrl)?;
    match url.scheme() {
        "file" => folder(text, &url).map(TransportTarget::Folder),
        "smtp" => smtp(&url, None).map(TransportTarget::Smtp),
        "smtps" => smtp(&url, Some(Tls::Tls)).map(TransportTarget::Smtp),
        other => Err(TransportConfigError::UnknownScheme(other.to_owned())),
    }
}

fn folder(text: &str, url: &Url) -> Result<PathBuf, TransportConfigError> {
    // `file:mail` and `file:/mail` are valid URLs, but usually mistakes.
    let absolute = text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("file:///"));
    if !absolute || url.query().is_some() || url.fragment().is_some() {
        return Err(TransportConfigError::RelativePath);
    }
    url.to_file_path().map_err(|()| TransportConfigError::RelativePath)
}

/// `required` is the encryption that the scheme implies.
fn smtp(url: &Url, required: Option<Tls>) -> Result<SmtpSettings, TransportConfigError> {
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(TransportConfigError::InvalidHost)?;
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(TransportConfigError::UnexpectedPath);
    }
    let mut tls = required;
    let mut timeout = SmtpSettings::DEFAULT_TIMEOUT;
    for (name, value) in url.query_pairs() {
        match name.as_ref() {
            "tls" => tls = Some(parse_tls(&value, required)?),
            "timeout" => timeout = parse_timeout(&value)?,
            other => return Err(TransportConfigError::UnknownParameter(other.to_owned())),
        }
    }
    let tls = tls.unwrap_or(if is_loopback(&host) { Tls::None } else { Tls::StartTls });
    let port = url.port().unwrap_or(match tls {
        Tls::None => 25,
        Tls::StartTls => 587,
        Tls::Tls => 465,
    });
    Ok(SmtpSettings { host, port, tls, credentials: parse_credentials(url)?, timeout })
}

fn parse_tls(value: &str, required: Option<Tls>) -> Result<Tls, TransportConfigError> {
    let tls = match value {
        "none" => Tls::None,
        "starttls" => Tls::StartTls,
        "tls" => Tls::Tls,
        other => return Err(TransportConfigError::InvalidTls(other.to_owned())),
    };
    if required.is_some_and(|required| required != tls) {
        Err(TransportConfigError::SmtpsRequiresTls)
    } else {
        Ok(tls)
    }
}

fn parse_timeout(value: &str) -> Result<Duration, TransportConfigError> {
    let seconds = value.parse().ok().filter(|seconds| (1..=MAX_TIMEOUT_SECONDS).contains(seconds));
    seconds.map(Duration::from_secs).ok_or_else(|| TransportConfigError::InvalidTimeout(value.to_owned()))
}

fn parse_credentials(url: &Url) -> Result<Option<SmtpCredentials>, TransportConfigError> {
    let decode = |text: &str| {
        let decoded = percent_decode_str(text).decode_utf8().ok().filter(|_| has_whole_escapes(text));
        decoded.map(String::from).ok_or(TransportConfigError::CredentialsNotUtf8)
    };
    match (url.username(), url.password().unwrap_or_default()) {
        ("", "") => Ok(None),
        ("", _) | (_, "") => Err(TransportConfigError::IncompleteCredentials),
        (user, password) => Ok(Some(SmtpCredentials { user: decode(user)?, password: decode(password)? })),
    }
}

/// Whether each `%` is followed by two hexadecimal digits; else a password with a `%` that was not escaped would be taken as it is.
fn has_whole_escapes(text: &str) -> bool {
    let is_escape = |rest: &str| rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    text.split('%').skip(1).all(is_escape)
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> SmtpSettings {
        match parse(url) {
            Ok(TransportTarget::Smtp(settings)) => settings,
            other => panic!("{url}: {other:?}"),
        }
    }

    #[test]
    fn an_smtp_url_sets_every_field() {
        let settings =
            settings("smtp://fyr%40example.org:p%2Fa%23s%3As@mail.example.org:2525?tls=starttls&timeout=5");
        assert_eq!(
            (settings.host.as_str(), settings.port, settings.tls),
            ("mail.example.org", 2525, Tls::StartTls)
        );
        assert_eq!(settings.timeout, Duration::from_secs(5));
        let credentials = settings.credentials.expect("has credentials");
        assert_eq!(
            (credentials.user.as_str(), credentials.password.as_str()),
            ("fyr@example.org", "p/a#s:s")
        );
        assert!(!format!("{credentials:?}").contains("p/a"));
    }

    #[test]
    fn defaults_are_secure() {
        for (url, port, tls) in [
            ("smtp://mail.example.org", 587, Tls::StartTls),
            ("smtps://mail.example.org/", 465, Tls::Tls),
            ("smtps://mail.example.org?tls=tls", 465, Tls::Tls),
            ("smtp://mail.example.org?tls=none", 25, Tls::None),
            ("smtp://localhost:1025", 1025, Tls::None),
            ("smtp://[::1]", 25, Tls::None),
            ("smtp://127.0.0.1?tls=starttls", 587, Tls::StartTls),
        ] {
            let settings = settings(url);
            assert_eq!((settings.port, settings.tls), (port, tls), "{url}");
            assert!(!settings.host.contains('['));
        }
    }

    #[test]
    fn an_error_says_what_is_expected_and_never_the_password() {
        for (url, expected) in [
            ("mail.example.org", "smtp://user:password@"),
            ("", "smtp://user:password@"),
            ("http://hemligt:hemligt@mail.example.org", "begins with `http:`"),
            ("smtp:mail.example.org", "names no usable server"),
            ("smtp://", "names no usable server"),
            ("smtp://user@mail.example.org", "write both"),
            ("smtp://:hemligt@mail.example.org", "write both"),
            ("smtp://user:hem#ligt@mail.example.org", "`%40` for `@`"),
            ("smtp://user:1/hemligt@mail.example.org", "`%2F`"),
            ("smtp://user:%ff%fe@mail.example.org", "UTF-8"),
            ("smtp://user:hemligt%zz@mail.example.org", "UTF-8"),
            ("smtp://us%er:hemligt@mail.example.org", "UTF-8"),
            ("smtp://mail.example.org?tls=yes", "`starttls`, `tls` or `none`"),
            ("smtps://mail.example.org?tls=none", "always encrypted"),
            ("smtp://mail.example.org?timeout=0", "1 to 600"),
            ("smtp://mail.example.org?timeout=1m", "1 to 600"),
            ("smtp://mail.example.org?ssl=1", "no parameter `ssl`"),
            ("file:mail", "three slashes"),
            ("file://mail/out", "three slashes"),
        ] {
            let error = parse(url).expect_err("must be refused").to_string();
            assert!(error.contains(expected) && !error.contains("hemligt"), "{url}: {error}");
        }
    }

    #[test]
    fn a_folder_is_an_absolute_path() {
        let folder = parse("file:///var/mail/f%C3%A5gel");
        assert!(
            matches!(folder, Ok(TransportTarget::Folder(path)) if path.ends_with("var/mail/fågel") && path.is_absolute())
        );
    }
}
