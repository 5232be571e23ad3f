//! `fyr user add`: how a portal comes by its first administrator.

use super::program::{Program, run, send_request};

#[test]
fn a_fresh_portal_gets_an_administrator_who_chooses_a_password_by_the_link() {
    let folder = tempfile::tempdir().unwrap();
    let public = [("FYR_PUBLIC_URL", "http://fyr.test")];
    let add = |more: &[&str]| run(folder.path(), &public, &[&["user", "add"], more].concat());
    let output = add(&["Ada@exempel.se", "--name", "Ada Alm", "--role", "admin", "--lang", "nb"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.contains("ada@exempel.se"), "{said}");
    let link = String::from_utf8(output.stdout).unwrap();
    let path = link.trim().strip_prefix("http://fyr.test").unwrap();
    assert!(path.starts_with("/password/reset?token="), "the link alone is the answer: {link}");

    for (wrong, words) in [
        (&["ada@exempel.se", "--name", "Ada", "--role", "admin"][..], "email: There is already an account"),
        (&["x", "--name", "Ada", "--role", "admin"], "email: "),
        (&["b@exempel.se", "--name", " ", "--role", "admin"], "name: "),
        (&["b@exempel.se", "--name", "B", "--role", "king"], "king"),
        (&["b@exempel.se", "--name", "B", "--role", "agent", "--organisation", "nowhere"], "organisation: "),
    ] {
        let output = add(wrong);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(words), "{wrong:?}: {said}");
        assert!(output.stdout.is_empty());
    }

    let program = Program::serve(folder.path(), &[]);
    program.wait_for("/readyz", 200);
    let (status, page) = program.get(path);
    assert!(status == 200 && page.contains("ada@exempel.se"), "{status}");
    let token = path.split_once('=').unwrap().1;
    let form = format!("token={token}&password=fyra+gr%C3%B6na+cyklar+i+regn");
    let answer =
        send_request(&program.address, "POST /password/reset HTTP/1.1\r\nSec-Fetch-Site: same-origin", &form)
            .unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(program.get(path).0, 410, "once");
    let form = "email=ada%40exempel.se&password=fyra+gr%C3%B6na+cyklar+i+regn";
    let answer =
        send_request(&program.address, "POST /sign-in HTTP/1.1\r\nSec-Fetch-Site: same-origin", form)
            .unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
}
