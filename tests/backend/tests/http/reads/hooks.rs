//! The user's own code around reads.

use super::{atlas, pointer, user};
use serde_json::json;

#[test]
fn hooks_narrow_change_and_leave_out_what_is_found() {
    let (_dir, server) = atlas();
    let (_, token) = user(&server, "ann");
    let ann = server.with_session(&token);
    let write = |text: &str, mood: i64, secret: &str| {
        let picture = json!({"__type": "File", "name": "a.png"});
        let diary = json!({"text": text, "mood": mood, "secret": secret, "picture": picture});
        server.create("Diary", diary)
    };
    let (good, bad) = (write("a good day", 3, "s"), write("a bad day", -3, "s"));
    let (great, private) = (write("a great day", 9, "s"), write("mine", 5, "private"));

    let whole = server.find("Diary", &[("count", "1")]);
    assert_eq!(whole.json()["count"], 4);
    let found = ann
        .find("Diary", &[("count", "1"), ("order", "createdAt")])
        .json();
    // What is left out afterwards was found, and is counted.
    assert_eq!(found["count"], 3);
    let ids: Vec<_> = found["results"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["objectId"])
        .collect();
    assert_eq!(ids, [&json!(good), &json!(great)]);
    let first = &found["results"][0];
    assert_eq!(
        (&first["text"], &first["mood"]),
        (&json!("A GOOD DAY"), &json!(3))
    );
    assert_eq!(found["results"][1].get("mood"), None);
    assert_eq!(first.get("secret"), None);

    // The same for one, which is as it was but for what the hook has changed.
    let path = format!("/classes/Diary/{good}");
    let (mine, masters) = (ann.get(&path), server.get(&path));
    let mut expected = masters.json();
    expected["text"] = "A GOOD DAY".into();
    expected["looks"] = 1.into();
    expected["updatedAt"] = mine.json()["updatedAt"].clone();
    assert_eq!(mine.json(), expected);
    for unseen in [&bad, &private] {
        ann.get(&format!("/classes/Diary/{unseen}")).is_refused(101);
    }
    // What a hook writes is written, but for what it writes of objects that it leaves out.
    assert_eq!(server.object("Diary", &good)["looks"], 2);
    assert_eq!(server.object("Diary", &private).get("looks"), None);
    let keys = ann.results("Diary", &[("keys", "mood"), ("limit", "1")]);
    assert_eq!((keys[0].get("text"), &keys[0]["mood"]), (None, &json!(3)));
}

#[test]
fn a_hook_may_refuse_and_an_include_is_no_way_around_it() {
    let (_dir, server) = atlas();
    let (_, token) = user(&server, "ann");
    let ann = server.with_session(&token);
    let bad = server.create("Diary", json!({"text": "bad", "mood": -1}));
    let good = server.create(
        "Diary",
        json!({"text": "good", "mood": 1, "before": pointer("Diary", &bad)}),
    );
    let last = server.create(
        "Diary",
        json!({"text": "last", "mood": 1, "before": pointer("Diary", &good)}),
    );
    let trip = server.create(
        "Trip",
        json!({"notes": [pointer("Diary", &bad), pointer("Diary", &last)]}),
    );

    let stranger = server.stranger();
    stranger
        .get(&format!("/classes/Diary/{good}"))
        .is(400, r#"{"code":4242,"error":"a diary is for friends"}"#);
    stranger.find("Diary", &[]).is_refused(4242);
    let path = format!("/classes/Trip/{trip}?include=notes.before.before");
    assert_eq!(stranger.get(&path).json()["notes"], json!([]));
    let notes = ann.get(&path).json()["notes"].take();
    assert_eq!(notes.as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&notes[0]["text"], &notes[0]["before"]["text"]),
        (&json!("LAST"), &json!("GOOD"))
    );
    assert_eq!(notes[0]["before"].get("before"), None);
    let notes = server.get(&path).json()["notes"].take();
    assert_eq!(
        (&notes[0]["text"], &notes[1]["before"]["before"]["text"]),
        (&json!("bad"), &json!("bad"))
    );
}
