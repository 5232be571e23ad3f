//! The command line: a wrong setting is one line that names it.

use std::{
    fs,
    io::{Read, Write},
};

use super::program::{Program, run};

#[test]
fn a_good_configuration_is_shown_without_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("FYR_PUBLIC_URL", "https://help.example.org"),
        ("FYR_DATABASE_URL", "postgres://fyr:hemligt1@db.example.org/fyr"),
        ("FYR_SEARCH_URL", "http://127.0.0.1:7700"),
        ("FYR_SEARCH_KEY", "hemligt2"),
        ("FYR_MAIL_URL", "smtp://fyr:hemligt3@mail.example.org:587"),
        ("FYR_NOT_A_SETTING", "left alone"),
    ];
    let output = run(folder.path(), &settings, &["check-config"]);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("https://help.example.org") && said.contains("db.example.org"), "{said}");
    assert!(!said.contains("hemligt"), "{said}");
}

#[test]
fn text_may_look_like_a_number() {
    let folder = tempfile::tempdir().unwrap();
    for (variable, value, shown) in [
        ("FYR_PHONE", "112", "phone = \"112\""),
        ("FYR_PHONE", "0046010", "phone = \"0046010\""),
        ("FYR_PHONE", "+46.10", "phone = \"+46.10\""),
        ("FYR_PHONE", "1e3", "phone = \"1e3\""),
        ("FYR_PHONE", "true", "phone = \"true\""),
        ("FYR_PHONE", "\"112\"", "phone = \"112\""),
        ("FYR_DATA_DIR", "2026", "data_dir = \"2026\""),
        ("FYR_SEARCH_KEY", "20261121", "search_key = \"***\""),
    ] {
        let output = run(folder.path(), &[(variable, value)], &["check-config"]);
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(output.status.success() && said.contains(shown), "{variable}={value}: {said}");
    }
    let output = run(folder.path(), &[("FYR_MAX_FILE_MB", "true")], &["check-config"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("bool true"), "a number is still a number: {said}");
}

#[test]
fn each_wrong_setting_is_one_line_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = [
        ("FYR_LISTEN", "nonsense"),
        ("FYR_LISTEN", ""),
        ("FYR_LISTEN", "127.0.0.1:99999"),
        ("FYR_METRICS_LISTEN", "9090"),
        ("FYR_PUBLIC_URL", ""),
        ("FYR_PUBLIC_URL", "help.example.org"),
        ("FYR_PUBLIC_URL", "ftp://help.example.org"),
        ("FYR_PUBLIC_URL", "https://help.example.org/"),
        ("FYR_PUBLIC_URL", "https://help.example.org/portal"),
        ("FYR_PUBLIC_URL", "https://help.example.org?x=y"),
        ("FYR_PUBLIC_URL", "https://help.example.org#x"),
        ("FYR_DATA_DIR", "/dev/null/data"),
        ("FYR_DATABASE_URL", "mysql://localhost/fyr"),
        ("FYR_DATABASE_URL", "nonsense"),
        ("FYR_DATABASE_URL", "postgres://fyr@127.0.0.1:9/fyr?sslMode=verify-full"),
        ("FYR_DATABASE_URL", "postgres://fyr:p%zz@127.0.0.1:9/fyr"),
        ("FYR_METRICS_LISTEN", "127.0.0.1:3000"),
        ("FYR_MAIL_URL", "smtp://u:a%zz@localhost"),
        ("FYR_SEARCH_URL", "nonsense"),
        ("FYR_SEARCH_URL", "ftp://localhost"),
        ("FYR_MAIL_URL", "pop3://localhost"),
        ("FYR_MAIL_URL", "smtp://localhost?tls=perhaps"),
        ("FYR_MAIL_FROM", "nobody"),
        ("FYR_MAIL_FROM", ""),
        ("FYR_DEFAULT_LANG", "da"),
        ("FYR_DEFAULT_LANG", ""),
        ("FYR_MAX_FILE_MB", "0"),
        ("FYR_MAX_FILE_MB", "-1"),
        ("FYR_MAX_FILE_MB", "many"),
        ("FYR_MAX_FILES_MB", "10001"),
        ("FYR_GUEST_LINK_DAYS", "0"),
        ("FYR_GUEST_LINK_DAYS", "99999999999"),
        ("FYR_SESSION_HOURS", "0"),
        ("FYR_SESSION_HOURS", "0.5"),
        ("FYR_LIMIT_SIGN_IN", "0"),
        ("FYR_LIMIT_WRITES", "-5"),
        ("FYR_TRUSTED_PROXIES", "-1"),
        ("FYR_TRUSTED_PROXIES", "all"),
        ("FYR_DEMO", "perhaps"),
        ("FYR_LOG_FORMAT", "xml"),
        ("FYR_CALENDAR__ZONE", "Mars/Base"),
        ("FYR_SERVICE_LEVEL__P1", "soon"),
    ];
    for (variable, value) in wrong {
        for arguments in [["check-config"], ["serve"]] {
            let output = run(folder.path(), &[(variable, value)], &arguments);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{variable}={value} {arguments:?}: {said}");
            assert_eq!(said.lines().count(), 1, "{variable}={value} {arguments:?}: {said}");
            let name = variable.strip_prefix("FYR_").unwrap().replace("__", ".").to_lowercase();
            assert!(
                said.contains(&format!("setting {name} ")) && said.contains(variable),
                "{variable}={value}: {said}"
            );
        }
    }
}

#[test]
fn a_wrong_file_is_one_line_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    let path = file.to_str().unwrap();
    let line = |arguments: &[&str]| {
        let output = run(folder.path(), &[], arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        said
    };
    assert!(line(&["--config", path, "check-config"]).contains(path), "a file that is named is there");
    for (content, named) in [
        ("listen = ", "config"),
        ("lisen = \"127.0.0.1:3000\"", "lisen"),
        ("max_file_mb = \"x\"", "max_file_mb"),
        ("[calendar.week]\nmonday = \"17-8\"", "monday"),
        ("[service_level]\np9 = \"1h\"", "p9"),
        ("\u{0}", "config"),
    ] {
        fs::write(&file, content).unwrap();
        let said = line(&["--config", path, "check-config"]);
        assert!(said.contains(named), "{content:?}: {said}");
    }
    // without being named, fyr.toml where the program starts; the environment goes over it
    fs::write(folder.path().join("fyr.toml"), "default_lang = \"da\"").unwrap();
    assert!(line(&["check-config"]).contains("default_lang"));
    let over = run(folder.path(), &[("FYR_DEFAULT_LANG", "nb")], &["check-config"]);
    assert!(over.status.success(), "{}", String::from_utf8_lossy(&over.stderr));
}

#[test]
fn the_schema_and_the_index_are_made_as_often_as_one_likes() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [["migrate"], ["migrate"], ["reindex"], ["reindex"]] {
        let output = run(folder.path(), &[], &arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn an_address_in_use_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for variable in ["FYR_LISTEN", "FYR_METRICS_LISTEN"] {
        let free = if variable == "FYR_LISTEN" { "FYR_METRICS_LISTEN" } else { "FYR_LISTEN" };
        let output = run(folder.path(), &[(variable, &address), (free, "127.0.0.1:0")], &["serve"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.lines().last().unwrap().contains(variable), "{said}");
    }
}

#[test]
fn the_health_check_passes_only_while_a_portal_answers() {
    let folder = tempfile::tempdir().unwrap();
    let check = |address: &str| {
        let output = run(folder.path(), &[("FYR_LISTEN", address)], &["healthcheck"]);
        (output.status.code(), String::from_utf8(output.stderr).unwrap().trim().to_owned())
    };
    let program = Program::serve(folder.path(), &[]);
    let address = program.address.clone();
    assert_eq!(check(&address), (Some(0), format!("The portal at {address} is alive.")));
    let port = address.rsplit(':').next().unwrap();
    assert_eq!(check(&format!("0.0.0.0:{port}")), (Some(0), format!("The portal at {address} is alive.")));
    program.terminate();
    let (code, said) = check(&address);
    assert!(code == Some(1) && said.contains("FYR_LISTEN") && said.lines().count() == 1, "{said}");
}

#[test]
fn the_health_check_fails_where_another_program_answers() {
    let folder = tempfile::tempdir().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let other = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 1024]).unwrap() > 0);
        stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").unwrap();
    });
    let output = run(folder.path(), &[("FYR_LISTEN", &address)], &["healthcheck"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.contains("404 Not Found"), "{said}");
    other.join().unwrap();
}

#[tokio::test]
async fn a_new_portal_has_no_accounts() {
    use sqlx::Connection;
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &[], &["migrate"]).status.success());
    let url = format!("sqlite://{}", folder.path().join("data/fyr.db").display());
    let mut db = sqlx_sqlite::SqliteConnection::connect(&url).await.unwrap();
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(&mut db).await.unwrap();
    assert_eq!(count, 0);
}

#[test]
fn whose_access_is_to_change_is_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str]| {
        let output = run(folder.path(), &[("FYR_LOG", "off")], arguments);
        (output.status.success(), String::from_utf8(output.stderr).unwrap().trim().to_owned())
    };
    assert!(said(&["migrate"]).0);
    let nobody = "nobody@example.org";
    assert_eq!(said(&["sessions", "end", nobody]), (false, "fyr: email: nobody has this address".into()));
    assert_eq!(said(&["sessions", "end", "--all"]), (true, "0 sessions have ended.".into()));
    assert!(!said(&["sessions", "end"]).0, "one or all must be said");
    assert!(!said(&["sessions", "end", nobody, "--all"]).0);
    let unknown = said(&["user", "forget-second-factor", nobody]);
    assert_eq!(unknown, (false, "fyr: email: nobody with this address has a second factor".into()));
}

#[test]
fn settings_in_the_database_are_exported_imported_and_have_a_history() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    let path = file.to_str().unwrap();
    let said = |arguments: &[&str]| {
        let environment = [("FYR_LOG", "off"), ("FYR_PHONE", "0771-111 111")];
        let output = run(folder.path(), &environment, arguments);
        let (result, message) = (String::from_utf8(output.stdout), String::from_utf8(output.stderr));
        (output.status.success(), result.unwrap(), message.unwrap().trim().to_owned())
    };
    assert!(said(&["migrate"]).0);
    let (_, shown, _) = said(&["settings", "show"]);
    assert!(shown.starts_with("# from the configuration\nphone = \"0771-111 111\"\n"), "{shown}");
    let (_, exported, _) = said(&["settings", "export"]);
    fs::write(&file, &exported).unwrap();
    let unchanged = (true, String::new(), "Every setting has its value already.".to_owned());
    assert_eq!(said(&["settings", "import", path]), unchanged);

    fs::write(&file, exported.replace("0771-111 111", "0771-222 222").replace("\"4h\"", "\"2h\"")).unwrap();
    let (done, _, message) = said(&["settings", "import", path, "--note", "Nytt avtal"]);
    assert!(done && message == "Changed: phone, service_level.", "{message}");
    assert_eq!(said(&["settings", "import", path]), unchanged);
    let (_, shown, _) = said(&["settings", "show"]);
    assert!(
        shown.contains("# version 1, ") && shown.contains(" by the command line: Nytt avtal\n"),
        "{shown}"
    );
    assert!(shown.contains("[service_level]\np1 = \"1h\"\np2 = \"2h\"\n"), "{shown}");
    assert_eq!(said(&["settings", "export"]).1.trim(), fs::read_to_string(&file).unwrap().trim());

    fs::write(&file, "phone = \"\"").unwrap();
    assert!(said(&["settings", "import", path]).0);
    let (_, history, _) = said(&["settings", "history", "phone"]);
    let lines: Vec<_> = history.lines().map(|line| line.split(" (").next().unwrap()).collect();
    assert_eq!(lines, ["phone 2 = \"\"", "phone 1 = \"0771-222 222\""]);
    assert_eq!(said(&["settings", "history"]).1.lines().count(), 3);
}

#[test]
fn a_file_of_settings_that_is_wrong_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    let path = file.to_str().unwrap();
    let import = || {
        let output = run(folder.path(), &[("FYR_LOG", "off")], &["settings", "import", path]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap().trim().to_owned()
    };
    let absent = import();
    assert!(absent.contains(path) && absent.lines().count() == 1, "{absent}");
    for (content, named) in [
        ("phone = ", "settings.toml: "),
        ("phone = \"112\"\nlisten = \"127.0.0.1:80\"", "setting listen: is not a setting in the database"),
        ("phone = \"112\"\n[service_level]\np1 = \"soon\"", "setting service_level: `soon` is not a length"),
        ("phone = 112", "setting phone: "),
    ] {
        fs::write(&file, content).unwrap();
        let said = import();
        assert!(said.contains(named) && said.contains(path) && said.lines().count() == 1, "{said}");
    }
    assert!(run(folder.path(), &[], &["migrate"]).status.success());
    let output = run(folder.path(), &[("FYR_LOG", "off")], &["settings", "history"]);
    assert!(output.status.success() && output.stdout.is_empty());
}
