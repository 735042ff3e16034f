//! The pages behind mailed links, as a browser sees them.

use crate::server::PATIENCE;
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

/// What a browser shows, which sends no keys.
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub html: String,
}

impl Page {
    #[track_caller]
    pub fn shows(&self, status: u16, heading: &str) {
        let heading = format!("<h1>{heading}</h1>");
        assert!(
            self.status == status && self.html.contains(&heading),
            "not {status} {heading}: {} {}",
            self.status,
            self.html
        );
    }
}

pub fn open(link: &str) -> Page {
    browse("GET", link, "")
}

/// Sends the form of the page with a new password.
pub fn submit(link: &str, password: &str) -> Page {
    let (page, token) = link.split_once("?token=").expect("a token");
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("token", token)
        .append_pair("new_password", password)
        .finish();
    browse("POST", page, &form)
}

pub fn browse(method: &str, url: &str, form: &str) -> Page {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE));
    let agent: Agent = config.build().into();
    let request = Request::builder().method(method).uri(url);
    let sent = if method == "POST" {
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        agent.run(request.body(form.to_owned()).expect("a request"))
    } else {
        agent.run(request.body(()).expect("a request"))
    };
    let mut response = sent.expect("the server answers");
    Page {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        html: response.body_mut().read_to_string().expect("a page"),
    }
}
