//! What the page of a refused form has.

use fyr_domain::Lang;
use fyr_i18n::t;

use super::TestResponse;

/// What a page of a refused form lacks; empty where nothing.
pub fn refusal_faults(answer: &TestResponse) -> Vec<String> {
    let page = answer.page();
    let mut faults = Vec::new();
    let mut check = |is_right: bool, fault: &str| {
        if !is_right {
            faults.push(fault.to_owned());
        }
    };
    let title = page.texts("title").concat();
    let begins = Lang::ALL.iter().any(|lang| title.starts_with(&format!("{} ", t!(*lang, "error-prefix"))));
    check(begins, &format!("the title is {title:?}"));
    let first = page.attributes("main > :first-child", "id");
    check(first == ["errors"], "the summary is not the first thing in main");
    check(page.select("#errors").len() == 1, "there are several summaries");
    check(page.attributes("[autofocus]", "id") == ["errors"], "the focus is not on the summary alone");
    check(page.attributes("#errors", "tabindex") == ["-1"], "the summary cannot have the focus");
    check(!page.select("#errors li").is_empty(), "the summary is empty");
    let links = page.attributes("#errors li a[href]", "href");
    for link in links {
        let field = link.trim_start_matches('#');
        let fields = page.select(&format!("[id=\"{field}\"]"));
        check(fields.len() == 1, &format!("{} things are called {field}", fields.len()));
    }
    faults
}

/// Asserts that a form was refused as every form is.
#[track_caller]
pub fn assert_refusal(answer: &TestResponse) {
    let faults = refusal_faults(answer);
    assert!(faults.is_empty(), "{faults:?}: {}", answer.main_text());
}
