//! The command line: parses it, runs one command, and prints its result. Use cases do the work.

mod access;
mod backup;
mod healthcheck;
mod jobs;
mod keys;
mod moving;
mod portal;
mod presets;
mod settings;

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use fyr_domain::{
    Actor, Lang, Role,
    fields::{FieldErrors, Problem},
    text::{EmailAddress, PersonName},
};
use fyr_usecases::{
    Error,
    accounts::{self, InvitationDelivery, NewPerson},
    import::{self, MissingArticles},
    privacy::retention::{self, RetentionCount},
};

use crate::{
    config::{Config, ConfigError, LogFormat},
    serve,
};

/// Fyr, a self-service support portal.
#[derive(Debug, Parser)]
#[command(name = "fyr", version, about, long_about = None)]
struct Cli {
    /// Configuration file; without it `fyr.toml` in the working directory, where there is one.
    #[arg(long, env = "FYR_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the portal until it is told to stop.
    Serve,
    /// Brings the database schema up to date.
    Migrate {
        /// On PostgreSQL: lets this role run the portal, and keeps it from changing the audit log.
        #[arg(long, value_name = "ROLE")]
        grant_to: Option<String>,
    },
    /// Brings content in.
    Import {
        #[command(subcommand)]
        command: ImportCommand,
    },
    /// Writes content out.
    Export {
        #[command(subcommand)]
        command: ExportCommand,
    },
    /// Fills the search index from the database.
    Reindex,
    /// Writes database and attachments into a new folder, while the portal runs.
    Backup {
        /// The folder, which does not exist yet or is empty.
        dir: PathBuf,
    },
    /// Puts a backup in the place of an empty portal.
    Restore(backup::RestoreOptions),
    /// Copies a whole portal from SQLite into the configured PostgreSQL database, which is empty. Stop the portal first.
    Move(moving::MoveOptions),
    /// Checks the portal's data, or a backup: integrity, files against rows, the audit log.
    Verify {
        /// The folder of a backup.
        dir: Option<PathBuf>,
    },
    /// Background work that failed or is late.
    Jobs {
        #[command(subcommand)]
        command: jobs::JobsCommand,
    },
    /// The keys that sign links and seal second factors.
    Keys {
        #[command(subcommand)]
        command: keys::KeysCommand,
    },
    /// Adds made-up people and tickets in bulk to a demonstration, for measuring.
    Seed {
        /// People who file tickets.
        #[arg(long, default_value_t = 200)]
        people: usize,
        /// Tickets of three messages each.
        #[arg(long, default_value_t = 20_000)]
        tickets: usize,
        /// The same seed gives the same content.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// People and their accounts.
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Signed-in browsers.
    Sessions {
        #[command(subcommand)]
        command: access::SessionsCommand,
    },
    /// Settings that a business decides, which are in the database: telephone, service levels.
    Settings {
        #[command(subcommand)]
        command: settings::SettingsCommand,
    },
    /// Whole services as files: topics and settings.
    Preset {
        #[command(subcommand)]
        command: presets::PresetCommand,
    },
    /// Reads a preset and says whether it can be applied.
    CheckPreset {
        /// The file.
        file: PathBuf,
    },
    /// Removes what is old by the rules in the configuration, as the portal does by itself every hour.
    Retention {
        /// Says what would go, and from when the oldest of it is, and removes nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Reads the configuration and says whether it can be used.
    CheckConfig,
    /// Asks the portal that runs with this configuration on this machine whether it is alive.
    Healthcheck,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Makes someone an account, and prints a link with which a password is chosen, once, within a week. Where mail is
    /// configured they are sent one too.
    Add(NewUser),
    /// Takes app and recovery codes away from someone who has lost both, and signs them out everywhere. Be sure who asks: at
    /// least as sure as when they got their account.
    ForgetSecondFactor {
        /// Their e-mail address.
        email: String,
    },
}

#[derive(Debug, Args)]
struct NewUser {
    /// Their e-mail address.
    email: String,
    /// Their name.
    #[arg(long)]
    name: String,
    /// participant, counsellor, approver, agent, staff, manager or admin.
    #[arg(long)]
    role: Role,
    /// sv, nb, nn or en; without it the portal's default.
    #[arg(long)]
    lang: Option<Lang>,
    /// The slug of an organisation: the role is theirs in it, not in the whole portal.
    #[arg(long)]
    organisation: Option<String>,
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// Markdown articles; translations are files at the same path below `sv`, `nb`, `nn` and `en`. Articles that came from the same
    /// folder before and are no longer in it are unpublished.
    Articles(ImportSource),
    /// Everything a demonstration needs: people, tickets, articles, a status page.
    Demo(ImportSource),
}

#[derive(Debug, Subcommand)]
enum ExportCommand {
    /// All published articles in all their languages, as Markdown that `fyr import articles` reads.
    Articles {
        /// The folder, which does not exist yet or is empty.
        dir: PathBuf,
    },
}

#[derive(Debug, Args)]
struct ImportSource {
    /// The folder.
    dir: PathBuf,
    /// Keeps articles that have no file in the folder any more.
    #[arg(long)]
    keep: bool,
}

impl ImportSource {
    fn missing_articles(&self) -> MissingArticles {
        if self.keep { MissingArticles::Keep } else { MissingArticles::Unpublish }
    }
}

/// Parses the command line and runs its command. Prints one line to standard error where that fails.
pub async fn run() -> ExitCode {
    let cli = Cli::parse();
    // data, mail and backups are for the user of the portal alone
    rustix::process::umask(rustix::fs::Mode::from_bits_truncate(0o077));
    let config = match Config::read(cli.config.as_deref()) {
        Ok(config) => config,
        Err(error) => return report_config_error(&error),
    };
    init_logging(&config);
    match run_command(cli.command, config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_message(&format!("fyr: {}", chain_of_causes(&error)));
            ExitCode::FAILURE
        }
    }
}

/// An error with its causes in one line, each once: those of our crates say their cause themselves.
fn chain_of_causes(error: &anyhow::Error) -> String {
    let mut text = String::new();
    let in_words = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref() {
        Some(Error::Invalid(errors)) => problems(errors),
        _ => cause.to_string(),
    };
    for cause in error.chain().map(in_words) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// What is wrong in which field, in words.
fn problems(errors: &FieldErrors) -> String {
    let problem = |(field, problem): &(String, Problem)| {
        format!("{field}: {}", fyr_i18n::problem_text(Lang::En, field, problem))
    };
    errors.0.iter().map(problem).collect::<Vec<_>>().join(" ")
}

async fn run_command(command: Command, mut config: Config) -> Result<()> {
    config.http.read_only &= matches!(command, Command::Serve);
    match command {
        Command::Serve => serve::run(config).await,
        Command::Migrate { grant_to } => {
            let backend = serve::open_backend(&config).await?;
            backend.prepare().await?;
            if let Some(role) = grant_to {
                backend.store.grant_to(&role).await?;
                print_message(&format!("{role} may run the portal, and not change the audit log."));
            }
            print_message("The database schema is up to date.");
            Ok(())
        }
        Command::CheckConfig => {
            print_message(&format!(
                "The configuration can be used.\n\n{}",
                toml::to_string_pretty(&config.without_secrets())?
            ));
            Ok(())
        }
        Command::Healthcheck => healthcheck::run(&config).await,
        Command::Import { command } => {
            let backend = serve::open_backend(&config).await?;
            backend.prepare().await?;
            let report = match command {
                ImportCommand::Articles(source) => {
                    import::articles(&backend, &source.dir, source.missing_articles()).await?
                }
                ImportCommand::Demo(source) => {
                    import::demo(&backend, &source.dir, source.missing_articles()).await?
                }
            };
            print_message(&report.to_string());
            backend.store.close().await;
            Ok(())
        }
        Command::Export { command: ExportCommand::Articles { dir } } => {
            let backend = serve::open_backend(&config).await?;
            backend.prepare().await?;
            let files = import::export_articles(&backend, &dir).await?;
            backend.store.close().await;
            print_message(&format!("Wrote {files} files."));
            Ok(())
        }
        Command::User { command: UserCommand::Add(new) } => add_user(&config, new).await,
        Command::User { command: UserCommand::ForgetSecondFactor { email } } => {
            access::reset_second_factor(&config, &email).await
        }
        Command::Backup { dir } => backup::write(&config, &dir).await,
        Command::Restore(options) => backup::restore(&config, &options).await,
        Command::Move(options) => moving::run(&config, &options).await,
        Command::Verify { dir } => backup::verify(&config, dir.as_deref()).await,
        Command::Jobs { command } => jobs::run(&config, command).await,
        Command::Keys { command } => keys::run(&config, command).await,
        Command::Sessions { command } => access::end_sessions(&config, command).await,
        Command::Preset { command } => presets::run(&config, command).await,
        Command::CheckPreset { file } => presets::check(&file),
        Command::Settings { command } => settings::run(&config, command).await,
        Command::Seed { people, tickets, seed } => {
            portal::require(&config).await?;
            let backend = serve::open_backend(&config).await?;
            backend.prepare().await?;
            fyr_usecases::seed::run(&backend, people, tickets, seed).await.map_err(|error| match error {
                Error::NotFound => {
                    anyhow::anyhow!("import the demonstration first: tickets need topics and agents")
                }
                other => other.into(),
            })?;
            backend.store.close().await;
            print_message(&format!("Added {people} people and {tickets} tickets."));
            Ok(())
        }
        Command::Retention { dry_run } => {
            let backend = if dry_run {
                portal::open_to_read(&config).await?
            } else {
                portal::open_to_change(&config).await?
            };
            let counts = if dry_run {
                retention::preview(&backend).await?
            } else {
                retention::apply(&backend).await?
            };
            print_message(&retention_table(&counts, if dry_run { "would go" } else { "gone" }));
            backend.store.close().await;
            Ok(())
        }
        Command::Reindex => {
            portal::require(&config).await?;
            serve::require_own_data_dir(&config)?;
            // the embedded index belongs to the process that serves
            let _lock =
                if config.search.search_url.is_empty() { Some(serve::lock_data(&config)?) } else { None };
            let backend = serve::open_backend(&config).await?;
            backend.prepare().await?;
            let count = fyr_usecases::search::rebuild(&backend).await?;
            print_message(&format!("The search index holds {count} texts."));
            Ok(())
        }
    }
}

async fn add_user(config: &Config, new: NewUser) -> Result<()> {
    let invalid = |field| move |problem| Error::Invalid(FieldErrors::single(field, problem));
    let person = NewPerson {
        email: EmailAddress::parse(&new.email).map_err(invalid("email"))?,
        name: PersonName::parse(&new.name).map_err(invalid("name"))?,
        role: new.role,
        lang: new.lang.unwrap_or(config.support.default_lang),
        organisation: new.organisation,
        delivery: if config.mail.mail_url.is_empty() {
            InvitationDelivery::Manual
        } else {
            InvitationDelivery::Email
        },
    };
    let backend = serve::open_backend(config).await?;
    backend.prepare().await?;
    let added = accounts::create(&backend, &Actor::ANONYMOUS, &person).await;
    backend.store.close().await;
    let link = added?.link;
    print_message(&format!(
        "{} has an account. With this link a password is chosen, once, within a week:",
        person.email
    ));
    print_result(&link);
    Ok(())
}

/// A table with one line for each kind of data: how long it is kept, how many rows were or would be deleted
/// (`count_heading`), and the date of the oldest of them.
fn retention_table(counts: &[RetentionCount], count_heading: &str) -> String {
    let mut lines = vec![format!("{:<20} {:>10} {count_heading:>10}  oldest", "kind", "days kept")];
    for count in counts {
        let days = count.after.map_or_else(|| "for ever".to_owned(), |after| after.num_days().to_string());
        let oldest = count.oldest.map_or_else(|| "-".to_owned(), |at| at.format("%Y-%m-%d").to_string());
        lines.push(format!("{:<20} {days:>10} {:>10}  {oldest}", count.kind.as_str(), count.count));
    }
    lines.join("\n")
}

fn report_config_error(error: &ConfigError) -> ExitCode {
    print_message(&format!("fyr: {error}"));
    ExitCode::FAILURE
}

/// Prints a message for the person at the terminal to standard error.
fn print_message(line: &str) {
    // there is nobody else to tell where this fails
    let _ = writeln!(io::stderr(), "{line}");
}

/// Prints the result of a command to standard output, where other programs can read it.
fn print_result(line: &str) {
    // a reader that has seen enough, such as `head`, is no error
    let _ = writeln!(io::stdout(), "{line}");
}

fn init_logging(config: &Config) {
    use tracing_subscriber::{EnvFilter, fmt};
    let access = if config.http.access_log { "info" } else { "off" };
    let filter = EnvFilter::try_from_env("FYR_LOG").unwrap_or_else(|_| {
        EnvFilter::new(format!("info,tantivy=warn,sqlx=warn,html5ever=error,fyr::access={access}"))
    });
    let builder = fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    // fails where a subscriber is installed already, which only happens in tests
    let _ = if config.http.log_format == LogFormat::Json {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_said_once() {
        let full = Error::unavailable("database or disk is full");
        let error = anyhow::Error::from(full).context("setting data_dir (FYR_DATA_DIR)");
        assert_eq!(
            chain_of_causes(&error),
            "setting data_dir (FYR_DATA_DIR): not available: the database is not available: error communicating with \
             database: database or disk is full"
        );
    }

    #[test]
    fn what_is_wrong_in_which_field_is_said_in_words() {
        let in_use = Problem::ComponentInUse { slug: "files".into() };
        let error = anyhow::Error::from(Error::Invalid(FieldErrors::single("components", in_use)));
        assert_eq!(
            chain_of_causes(&error.context("shop.toml")),
            "shop.toml: components: files cannot be removed: published incidents or maintenance name it."
        );
    }
}
