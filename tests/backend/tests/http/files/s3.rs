//! Files in a bucket: the same as in a folder, against moto's server, which speaks as S3 does.

use super::*;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use ureq::SendBody;

/// A server of S3 in a process of its own, with an empty bucket; it is gone when this is dropped.
struct Moto {
    child: Child,
    url: String,
}

impl Moto {
    /// Nothing where it is not installed, which is said aloud.
    fn start() -> Option<Self> {
        let spawned = Command::new("moto_server")
            .args(["-H", "127.0.0.1", "-p", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = spawned else {
            eprintln!("SKIPPED: moto_server is not on PATH; `pip install 'moto[server]'` gives it");
            return None;
        };
        let log = BufReader::new(child.stderr.take().expect("stderr is piped"));
        let mut lines = log.lines().map_while(Result::ok);
        let url = lines.find_map(|line| {
            line.split_once("Running on ")
                .map(|(_, url)| url.trim().to_owned())
        });
        let url = url.expect("moto says where it listens");
        // It must be able to go on talking.
        std::thread::spawn(move || lines.for_each(drop));
        let moto = Self { child, url };
        let made = ask("PUT", &moto.at("shop-files"), &[], ());
        assert_eq!(made.status, 200, "{}", made.text());
        Some(moto)
    }

    fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.url)
    }

    fn backend(&self, settings: &[(&str, &str)]) -> (TempDir, Server) {
        let mut all = vec![
            ("FILES_URL", "s3://shop-files/uploads"),
            ("AWS_ENDPOINT_URL", self.url.as_str()),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", "us-east-1"),
        ];
        all.extend_from_slice(settings);
        server(&all)
    }

    /// The keys of all that is in the bucket.
    fn keys(&self) -> String {
        download(&self.at("shop-files")).text().to_owned()
    }

    /// Uploads that were begun and neither finished nor taken back.
    fn unfinished(&self) -> bool {
        let listed = download(&self.at("shop-files?uploads"));
        assert_eq!(listed.status, 200, "{}", listed.text());
        listed.text().contains("<UploadId>")
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_bucket_keeps_files_as_a_folder_does() {
    let Some(moto) = Moto::start() else { return };
    let (dir, server) = moto.backend(&[]);
    let tags = ("X-Parse-File-Tags", r#"{"a":"b"}"#);
    let up = |name: &str, content: &[u8]| {
        let url = format!("{}/files/{name}", server.url);
        ask("POST", &url, &[APPLICATION, MASTER, tags], content)
    };
    let content = content(300_007);
    let reply = up("a%20b~c@d.png", &content);
    let (name, url) = (reply.name(), reply.url());
    assert!(
        moto.keys().contains(&format!("<Key>uploads/{name}</Key>")),
        "{}",
        moto.keys()
    );
    let whole = download(&url);
    assert!(whole.body == content);
    assert_eq!(whole.header("content-type"), "image/png");
    for (range, start, end) in [
        ("0-0", 0, 1),
        ("5-99999", 5, 100_000),
        ("-7", 300_000, 300_007),
        ("300006-", 300_006, 300_007),
    ] {
        let reply = ask("GET", &url, &[("Range", &format!("bytes={range}"))], ());
        assert!(
            reply.status == 206 && reply.body == content[start..end],
            "{range}"
        );
    }
    assert_eq!(
        ask("GET", &url, &[("Range", "bytes=300007-")], ()).status,
        416
    );
    assert_eq!(
        ask("GET", &url, &[("If-None-Match", whole.header("etag"))], ()).status,
        304
    );
    assert_eq!(
        ask("HEAD", &url, &[], ()).header("content-length"),
        "300007"
    );
    let in_url = name.replace(' ', "%20");
    let details = download(&format!("{}/files/shop/metadata/{in_url}", server.url));
    details.is(200, r#"{"metadata":{},"tags":{"a":"b"}}"#);

    up("a.png", b"").is(400, r#"{"code":130,"error":"Invalid file upload."}"#);
    assert_eq!(delete(&server, &in_url).status, 200);
    download(&url).is(404, "File not found.");
    assert_eq!(delete(&server, &in_url).json()["code"], 153);
    assert!(!moto.keys().contains("<Key>"), "{}", moto.keys());
    assert!(
        names(&dir.path().join("files")).is_empty(),
        "nothing is kept on the disk"
    );
}

#[test]
fn sdks_send_to_a_bucket_too() {
    let Some(moto) = Moto::start() else { return };
    let (_dir, server) = moto.backend(&[]);
    let sent = json!({"base64": "aGVsbG8=", "_ApplicationId": "shop", "_MasterKey": MASTER_KEY});
    let reply = ask(
        "POST",
        &format!("{}/files/b.txt", server.url),
        &[TEXT],
        sent.to_string(),
    );
    download(&reply.url()).is(200, "hello");
}

#[test]
fn a_large_file_goes_up_in_parts_or_not_at_all() {
    let Some(moto) = Moto::start() else { return };
    let (_dir, server) = moto.backend(&[("MAX_FILE_BYTES", "20000000")]);
    upload(&server, "warm.bin", "x");
    let before = server.most_memory();
    // More than two parts, and no whole number of them.
    let content = content(19_999_999);
    let url = upload(&server, "large.bin", content.as_slice()).url();
    assert!(download(&url).body == content);
    let grown = server.most_memory() - before;
    assert!(grown < 64 * 1024, "{grown} KiB more");
    let endless = SendBody::from_owned_reader(std::io::repeat(b'x').take(30_000_000));
    assert_eq!(upload(&server, "larger.bin", endless).json()["code"], 129);
    assert!(!moto.keys().contains("larger.bin") && !moto.unfinished());
}

#[test]
fn without_the_bucket_nothing_is_claimed() {
    let Some(moto) = Moto::start() else { return };
    let (_dir, server) = moto.backend(&[("FILES_URL", "s3://no-such-bucket")]);
    let reply = upload(&server, "a.txt", "a");
    reply.is(500, r#"{"code":1,"message":"Internal server error."}"#);
    server.get("/health").is(200, r#"{"status":"ok"}"#);
    for wrong in ["https://example.com/b", "s3://", "s3:///prefix"] {
        let refusal = Launch::fixture("kinds", folder().path())
            .env("FILES_URL", wrong)
            .refusal();
        assert!(refusal.log.contains("FILES_URL must be"), "{}", refusal.log);
    }
}
